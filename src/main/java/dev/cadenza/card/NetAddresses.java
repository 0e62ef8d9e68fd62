package dev.cadenza.card;

import dev.cadenza.lead.Addresses;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** E-mail address, web address and LinkedIn profile of a card, with the mistakes put right that recognizers make. */
final class NetAddresses {

    private static final Pattern EMAIL = Pattern.compile("[\\w.+'-]+@[\\w-]+(?:\\.[\\w-]+)+");
    /** Blanks inside, commas for points, and signs that are taken for the at sign. */
    private static final Pattern LOOSE_EMAIL = Pattern.compile(
            "([\\w+'-]+(?:\\s?[.,]\\s?[\\w+'-]+)*)\\s?(?:@|©|®|\\(at\\)|\\[at]|¢|€)\\s?([\\w-]+(?:\\s?[.,:]"
                    + "\\s?[\\w-]+)*(?:\\s[a-z]{2,3})?)(?!\\w)",
            Pattern.CASE_INSENSITIVE);
    /** A blank after a point of the mailbox. */
    private static final Pattern BROKEN_MAILBOX = Pattern.compile("(?<=\\w{2}|\\b[a-z])\\s?[.]\\s+(?=[\\w.+-]+@)");
    private static final Pattern LINKEDIN = Pattern.compile(
            "(?:https?://)?(?:www\\.|[a-z]{2}\\.)?[l1I|]inked[il1I|][nm]\\s?[.,:]?\\s?c[oe0a]m\\s?[/l|I]"
                    + "\\s?(?:[il1]n|pub|company)\\s?[/l|I]\\s?([\\p{L}\\d_%-]+)/?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern HANDLE = Pattern.compile(
            "(?:linked[il1]n|^in)\\s?[:/]\\s?/?(?:in/)?([\\p{L}\\d_-]{4,})", Pattern.CASE_INSENSITIVE);
    private static final Pattern SCHEME = Pattern.compile("https?\\s?[:;]\\s?/\\s?/\\s?", Pattern.CASE_INSENSITIVE);
    private static final Pattern WWW = Pattern.compile(
            "(?:\\b[wvV]{2,3}w?|www)(?:\\s?[.,:]\\s?|\\s)([\\p{L}\\d-]+(?:\\s?[.,:]"
                    + "\\s?[\\p{L}\\d-]+)+)((?:/[\\w./%?=&-]*)?)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BARE = Pattern.compile(
            "(?<![@\\w.])([a-z\\d](?:[a-z\\d-]*[a-z\\d])?(?:\\.[a-z\\d-]+)*\\.([a-z]{2,}))"
                    + "((?:/[\\w./%?=&-]*)?)(?![\\w@])");
    private static final Pattern LABEL = Pattern.compile(
            "^(?:e[-. ]?mail|mail|e|m|courriel|correo|posta|email|web|website|internet|url|homepage|www|site|w|home"
                    + "|linkedin|in)\\s*[:.]?\\s*$",
            Pattern.CASE_INSENSITIVE);
    private static final Set<String> FREE = Set.of("gmail", "googlemail", "yahoo", "hotmail", "outlook", "live",
            "icloud", "gmx", "web", "aol", "proton", "protonmail", "t-online", "orange", "wanadoo", "free", "libero",
            "wp", "onet", "seznam", "mail", "msn", "me", "freenet", "posteo");

    /** How much of a web address must be there to be known again. */
    private static final double GARBLED = 0.85;

    private @Nullable FieldValue email;
    private @Nullable FieldValue website;
    private @Nullable FieldValue linkedin;

    private NetAddresses() {
    }

    /** Finds the addresses and takes them out of the pieces. */
    static NetAddresses takenFrom(List<Piece> pieces) {
        NetAddresses found = new NetAddresses();
        pieces.replaceAll(piece -> isNet(piece.text()) ? piece.withText(BROKEN_MAILBOX.matcher(ascii(piece.text()))
                .replaceAll(".")) : piece);
        found.each(pieces, found::takeLinkedin);
        found.each(pieces, piece -> found.takeEmail(piece, EMAIL));
        if (found.email == null) {
            found.each(pieces, piece -> found.takeEmail(piece, LOOSE_EMAIL));
        }
        found.each(pieces, found::takeWebsite);
        found.each(pieces, found::takeGarbled);
        found.agree();
        found.support();
        return found;
    }

    private static boolean isNet(String text) {
        return text.indexOf('@') >= 0 || text.indexOf('©') >= 0 || WWW.matcher(text).find()
                || LINKEDIN.matcher(text).find();
    }

    /** Addresses in the net are plain letters; what looks like a mark there is none. */
    private static String ascii(String text) {
        StringBuilder plain = new StringBuilder();
        for (char letter : text.toCharArray()) {
            plain.append(Character.isLetter(letter) && letter > 191 ? Lexicon.fold(String.valueOf(letter)) : letter);
        }
        return plain.toString();
    }

    Optional<FieldValue> email() {
        return Optional.ofNullable(email);
    }

    Optional<FieldValue> website() {
        return Optional.ofNullable(website);
    }

    Optional<FieldValue> linkedin() {
        return Optional.ofNullable(linkedin);
    }

    /** What stands before the at sign; empty without an e-mail address. */
    Optional<String> mailbox() {
        return email().map(value -> value.value().substring(0, value.value().indexOf('@')));
    }

    /** The domain of the company, from its web address or the e-mail address; empty for those of mail providers. */
    Optional<String> domain() {
        return website().map(value -> value.value().replaceFirst("^https?://", "").replaceFirst("^www\\.", "")
                        .replaceFirst("/.*", ""))
                .or(() -> email().map(value -> value.value().substring(value.value().indexOf('@') + 1)))
                .filter(domain -> !FREE.contains(label(domain)));
    }

    /** The part of a domain that names its owner: {@code acme} of {@code mail.acme.co.uk}. */
    static String label(String domain) {
        String[] parts = domain.split("\\.");
        int at = parts.length - 2;
        if (at > 0 && parts[at].length() <= 3 && parts[parts.length - 1].length() == 2) {
            at--;
        }
        return parts[Math.max(0, at)];
    }

    /** The domain or web address with its owner's name as it is meant. */
    static String renamed(String address, List<String> owners) {
        String host = address.replaceFirst("/.*", "");
        String label = label(host);
        return address.replaceFirst(Pattern.quote(label) + "(?=\\.)", Matcher.quoteReplacement(Lookalikes.meant(label,
                owners)));
    }

    private interface Taking {

        /** The piece that is left, with blank text where nothing is. */
        Piece take(Piece piece);
    }

    private void each(List<Piece> pieces, Taking taking) {
        pieces.replaceAll(taking::take);
        pieces.removeIf(piece -> piece.text().isBlank());
    }

    private Piece takeLinkedin(Piece piece) {
        Matcher profile = LINKEDIN.matcher(piece.text());
        Matcher handle = HANDLE.matcher(piece.text());
        if (profile.find()) {
            String kind = profile.group().toLowerCase(Locale.ROOT).contains("company") ? "company/" : "in/";
            linkedin = first(linkedin, "https://www.linkedin.com/" + kind + profile.group(1), piece.confidence());
            return rest(piece, profile);
        }
        if (handle.find()) {
            linkedin = first(linkedin, "https://www.linkedin.com/in/" + handle.group(1), piece.confidence() * 0.9);
            return rest(piece, handle);
        }
        return piece;
    }

    private Piece takeEmail(Piece piece, Pattern pattern) {
        Matcher matcher = pattern.matcher(piece.text());
        while (matcher.find()) {
            String raw = matcher.group().strip().replaceFirst(
                    "(?<=[\\w-])\\s+([a-z]{2,3})$", ".$1").replaceAll("\\s", "")
                    .replace(':', '.').replaceAll("[©®¢€]|\\(at\\)|\\[at]", "@").replace(',', '.');
            String address = mended(raw);
            Optional<String> normal = Addresses.email(address);
            if (normal.isPresent()) {
                String tld = address.substring(address.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
                double certainty = (Countries.isTopLevelDomain(tld) ? 1 : 0.6) * (pattern == EMAIL ? 1 : 0.85);
                email = first(email, normal.get(), piece.confidence() * certainty);
                return rest(piece, matcher);
            }
        }
        return piece;
    }

    private Piece takeWebsite(Piece piece) {
        String text = SCHEME.matcher(piece.text()).replaceAll("");
        Piece plain = piece.withText(text);
        Matcher www = WWW.matcher(text);
        if (www.find()) {
            String domain = mendedDomain(www.group(1).replaceAll("\\s", "").replace(',', '.').replace(':', '.'));
            website = first(website, "www." + domain.toLowerCase(Locale.ROOT) + path(www.group(2)), piece.confidence());
            return rest(plain, www);
        }
        Matcher bare = BARE.matcher(text.replaceAll("\\s*[,]\\s*", ", ").toLowerCase(Locale.ROOT)
                .length() == text.length() ? text.toLowerCase(Locale.ROOT) : text);
        while (bare.find()) {
            String domain = mendedDomain(bare.group(1));
            if (Countries.isTopLevelDomain(domain.substring(domain.lastIndexOf('.') + 1))
                    && label(domain).length() > 2) {
                website = first(website, domain + path(bare.group(3)), piece.confidence() * 0.97);
                return rest(plain, bare);
            }
        }
        return piece;
    }

    private static String path(@Nullable String path) {
        return path == null || path.equals("/") ? "" : path.replaceFirst("[./]+$", "");
    }

    /** The domain of the e-mail address and the one of the web address are mostly one: each vouches for the other. */
    /** A web address that has lost its points is still known by the domain of the e-mail address. */
    private Piece takeGarbled(Piece piece) {
        if (website != null || email == null) {
            return piece;
        }
        String domain = email.value().substring(email.value().indexOf('@') + 1);
        String read = squeezed(piece.text());
        if (FREE.contains(label(domain)) || Likeness.of(read, squeezed("www." + domain)) < GARBLED) {
            return piece;
        }
        website = new FieldValue((Likeness.of(read,
                squeezed(domain)) < Likeness.of(read, squeezed("www." + domain)) ? "www." : "")
                + domain, piece.confidence() * 0.6, Source.TEXT);
        return piece.withText("");
    }

    private static String squeezed(String text) {
        return Lookalikes.key(text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\d]", ""));
    }

    /** Of two domains that differ by a hyphen, the one with it: recognizers lose hyphens and make none up. */
    private void agree() {
        if (email == null || website == null) {
            return;
        }
        String mail = label(email.value().substring(email.value().indexOf('@') + 1));
        String web = label(website.value().replaceFirst("/.*", ""));
        if (!mail.equals(web) && mail.replace("-", "").equals(web.replace("-", ""))) {
            String right = mail.length() > web.length() ? mail : web;
            email = email.withValue(email.value().replace("@" + mail + ".", "@" + right + "."));
            website = website.withValue(website.value().replace(web + ".", right + "."));
        }
    }

    private void support() {
        if (email == null || website == null) {
            return;
        }
        String mailDomain = email.value().substring(email.value().indexOf('@') + 1);
        String webDomain = website.value().replaceFirst("^www\\.", "").replaceFirst("/.*", "");
        if (mailDomain.equals(webDomain)) {
            email = new FieldValue(email.value(), vouched(email.confidence()), email.source());
            website = new FieldValue(website.value(), vouched(website.confidence()), website.source());
        } else if (!FREE.contains(label(mailDomain)) && Likeness.of(label(mailDomain), label(webDomain)) > 0.75
                && Likeness.of(mailDomain, webDomain) < 1) {
            // One of them is misread, and nobody knows which.
            email = new FieldValue(email.value(), email.confidence() * 0.7, email.source());
            website = new FieldValue(website.value(), website.confidence() * 0.7, website.source());
        }
    }

    private static double vouched(double confidence) {
        return confidence + (1 - confidence) * 0.6;
    }

    private static FieldValue first(@Nullable FieldValue known, String value, double confidence) {
        return known == null || confidence > known.confidence() + 0.2 ? new FieldValue(value, confidence, Source.TEXT)
                : known;
    }

    private static String mended(String address) {
        int at = address.indexOf('@');
        String mailbox = address.substring(0, at).replaceFirst("^(?i:e-?mail|mail)[:.]", "").replaceFirst("^[.'-]+", "")
                .replaceFirst("[.]+$", "");
        return mailbox + "@" + mendedDomain(address.substring(at + 1));
    }

    private static String mendedDomain(String domain) {
        String end = domain.replaceFirst("[.-]+$", "");
        int point = end.lastIndexOf('.');
        String tld = end.substring(point + 1).toLowerCase(Locale.ROOT);
        String right = switch (tld) {
            case "corn", "c0m", "cem", "cam", "oom", "eom", "c0rn", "corm", "conn", "com1" -> "com";
            case "nel", "nei", "ne1" -> "net";
            case "dc", "d3", "do3" -> "de";
            case "0rg", "orq", "arg" -> "org";
            case "c0" -> "co";
            case "p1", "pi" -> "pl";
            case "n1" -> "nl";
            case "1t", "lt1" -> "it";
            case "examp1e", "exampie", "exarnple", "exampl" -> "example";
            default -> tld;
        };
        return end.substring(0, point + 1) + right;
    }

    private static Piece rest(Piece piece, Matcher taken) {
        String before = piece.text().substring(0, Math.min(taken.start(), piece.text().length())).strip();
        String after = piece.text().substring(Math.min(taken.end(), piece.text().length())).strip();
        String label = LABEL.matcher(before).matches() ? "" : before.replaceFirst(
                "(?i)(?:^|\\s)(?:e-?mail|mail|e|m|web|website|w|internet|linkedin|in)\\s*[:.]?$", "");
        return piece.withText((label + " " + after.replaceFirst("^[,;|)]+", "")).strip());
    }
}
