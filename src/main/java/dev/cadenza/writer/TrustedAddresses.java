package dev.cadenza.writer;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.parser.Parser;

/**
 * Addresses that the marketer wrote in brief, template or remark, each whole and in small letters, and the lead's own
 * mail address. What was sent before is not among them: it may hold values of the lead, which anybody may have written.
 *
 * @param links with scheme and path
 */
record TrustedAddresses(Set<String> mails, Set<String> domains, Set<String> links) {

    static final Pattern MAIL = Pattern.compile("(?i)[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}"
            + "(\\.[a-z0-9-]{1,63}){1,126}");
    /** At most 127 labels (RFC 1035): what has more is no domain, and the engine of regular expressions recurses. */
    static final Pattern DOMAIN = Pattern.compile("(?i)(?<![@\\w.-])(?:https?://|www\\.)?"
            + "([a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){0,125}"
            + "\\.(?:com|net|org|io|co|de|at|ch|eu|info|biz|xyz|ru|cn|uk|us|fr|nl|it|es|pl|app|dev|ai|me|ly|to|cc|tv|gg"
            + "|site|online|shop|top|link|click|live|store|tech|example|test|invalid|local))(?![\\w-])"
            + "|[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,126}/\\S*|https?://\\S+|www\\.\\S+");
    /** Up to what ends an address in a sentence or in HTML. */
    static final Pattern LINK = Pattern.compile("https?://[^\\s\"'<>()]*[^\\s\"'<>().,;:!?/]");

    static TrustedAddresses of(WriteRequest request) {
        String written = Stream.of(request.brief(), request.step().subject(), request.step().body(), request.remark())
                .filter(Objects::nonNull).collect(Collectors.joining("\n")).toLowerCase(Locale.ROOT);
        Set<String> mails = all(MAIL, written, Matcher::group);
        if (request.lead().email() != null) {
            mails.add(request.lead().email().toLowerCase(Locale.ROOT));
        }
        Set<String> links = all(LINK, written, Matcher::group);
        // In a template's HTML an ampersand of an address stands as an entity.
        links.addAll(all(LINK, Parser.unescapeEntities(written, false), Matcher::group));
        return new TrustedAddresses(mails, all(DOMAIN, written, TrustedAddresses::name), links);
    }

    /** Of a match of {@link #DOMAIN}. */
    static String name(Matcher domain) {
        return bare(domain.group(1) == null ? domain.group() : domain.group(1));
    }

    boolean leadsTo(String link) {
        String address = link.toLowerCase(Locale.ROOT).replaceFirst("/$", "");
        return address.startsWith("mailto:") ? mails.contains(address.substring(7))
                : links.contains(address) || domains.contains(bare(address.replaceFirst("^https?://", "")));
    }

    private static Set<String> all(Pattern kind, String text, Function<Matcher, String> part) {
        Set<String> found = new LinkedHashSet<>();
        for (Matcher matcher = kind.matcher(text); matcher.find();) {
            found.add(part.apply(matcher));
        }
        return found;
    }

    private static String bare(String domain) {
        return domain.toLowerCase(Locale.ROOT).replaceFirst("^www\\.", "");
    }
}
