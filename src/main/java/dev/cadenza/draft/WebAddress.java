package dev.cadenza.draft;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A web address put together from a template's text and a lead's values. Values are percent-encoded (RFC 3986), but for
 * one that the address begins with, which brings scheme and host along; the result is checked in any case.
 */
final class WebAddress {

    private static final Pattern WEB = Pattern.compile("(?i)https?://[^\\s/?#@\\\\%:]+(:\\d{1,5})?([/?#][^\\s\\\\]*)?");
    private static final Pattern MAIL = Pattern.compile("(?i)mailto:[^\\s<>@?,;:]+@[^\\s<>@?,;:]+(\\?\\S*)?");
    private static final Pattern PHONE = Pattern.compile("(?i)tel:\\+?[0-9().\\-]{3,30}");
    private static final Pattern BARE_HOST = Pattern.compile(
            "(?i)[\\p{L}\\p{N}-]+(\\.[\\p{L}\\p{N}-]+)*\\.\\p{L}{2,}(:\\d{1,5})?([/?#]\\S*)?");
    private static final int MAX = 2_048;
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\"<>`{}|^]");

    private final StringBuilder address = new StringBuilder();

    void fixed(String text) {
        address.append(address.length() == 0 ? text.stripLeading() : text);
    }

    void value(String value) {
        if (address.length() == 0) {
            address.append(value.strip().replace(" ", "%20"));
        } else if (startsWith("tel:")) {
            address.append(value.replaceAll("\\s", ""));
        } else {
            String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
            address.append(startsWith("mailto:") ? encoded.replace("%40", "@").replace("%2B", "+") : encoded);
        }
    }

    /** The address, where its scheme is http, https, mailto or tel and it has a host; a bare host gets https. */
    Optional<String> checked() {
        String whole = address.toString().strip();
        if (whole.length() > MAX) {
            return Optional.empty();
        }
        if (BARE_HOST.matcher(whole).matches()) {
            whole = "https://" + whole;
        }
        if (FORBIDDEN.matcher(whole).find()) {
            return Optional.empty();
        }
        boolean allowed = WEB.matcher(whole).matches() || MAIL.matcher(whole).matches()
                || PHONE.matcher(whole).matches();
        return allowed ? Optional.of(whole) : Optional.empty();
    }

    private boolean startsWith(String scheme) {
        return address.length() >= scheme.length()
                && address.substring(0, scheme.length()).toLowerCase(Locale.ROOT).equals(scheme);
    }
}
