package dev.cadenza.enrichment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the domain of an e-mail address tells. */
final class Domains {

    private static final Set<String> FREE = Set.of("gmail.com", "googlemail.com", "outlook.com", "hotmail.com",
            "live.com",
            "msn.com", "yahoo.com", "yahoo.de", "yahoo.co.uk", "icloud.com", "me.com", "mac.com", "aol.com", "gmx.de",
            "gmx.net", "gmx.com", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "mail.ru", "yandex.ru",
            "protonmail.com", "proton.me", "posteo.de", "mailbox.org", "orange.fr", "free.fr", "laposte.net",
                    "wanadoo.fr",
            "libero.it", "qq.com", "163.com", "126.com", "zoho.com", "fastmail.com", "hey.com", "mail.com",
                    "bluewin.ch");
    /** Second levels under which countries give names out. */
    private static final Set<String> SECOND_LEVELS = Set.of("co", "com", "org", "net", "ac", "gov", "edu", "or", "ne");

    private Domains() {
    }

    static String of(@Nullable String email) {
        return email == null ? "" : email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    static boolean isFreeMail(String domain) {
        return domain.isEmpty() || FREE.contains(domain);
    }

    /** The name that was registered, without machines in front of it. */
    static String registered(String domain) {
        String[] labels = domain.split("\\.");
        int keep = labels.length >= 3 && labels[labels.length - 1].length() == 2
                && SECOND_LEVELS.contains(labels[labels.length - 2]) ? 3 : 2;
        return labels.length <= keep ? domain
                : String.join(".", Arrays.copyOfRange(labels, labels.length - keep, labels.length));
    }

    /** How the company may be called: {@code acme-tools.example} is perhaps Acme Tools. */
    static String company(String domain) {
        return Arrays.stream(registered(domain).split("\\.")[0].split("[-_]")).filter(word -> !word.isEmpty())
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining(" "));
    }

    /** The country of a domain of two letters; not of those that are sold to all the world. */
    static Optional<String> country(String domain) {
        String top = domain.substring(domain.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
        String code = top.equals("UK") ? "GB" : top;
        return code.length() == 2 && Set.of(Locale.getISOCountries()).contains(code)
                && !Set.of("IO", "AI", "CO", "ME", "TV", "CC", "FM", "WS", "LY", "SH", "GG", "TO").contains(code)
                ? Optional.of(code) : Optional.empty();
    }
}
