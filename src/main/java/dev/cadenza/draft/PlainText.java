package dev.cadenza.draft;

import java.util.Locale;
import org.jsoup.parser.Parser;

/**
 * The plain text alternative of an HTML mail (RFC 2046, section 5.1.4): paragraphs and lists as lines, links as
 * {@code text (address)}. One pass over the text without building a document, since it runs for each mail that goes
 * out.
 */
public final class PlainText {

    /** Characters of a tag: what goes on longer without an end is no tag. */
    private static final int MAX_TAG = 10_000;

    private final String html;
    private final StringBuilder text;
    private int pendingBreaks;
    private boolean pendingSpace;
    private int linkStart = -1;
    private String href = "";
    private boolean preformatted;

    private PlainText(String html) {
        this.html = html;
        this.text = new StringBuilder(html.length());
    }

    /** The text of {@code html}; any input gives a text, and none throws. Lines end with {@code \n}. */
    public static String of(String html) {
        return new PlainText(html).convert();
    }

    private String convert() {
        int at = 0;
        while (at < html.length()) {
            int tag = html.indexOf('<', at);
            if (tag < 0) {
                characters(html.substring(at));
                break;
            }
            characters(html.substring(at, tag));
            at = markup(tag);
        }
        closeLink();
        return text.toString();
    }

    private int markup(int start) {
        if (html.startsWith("<!--", start)) {
            int end = html.indexOf("-->", start + 4);
            return end < 0 ? html.length() : end + 3;
        }
        int name = start + 1 < html.length() && html.charAt(start + 1) == '/' ? start + 2 : start + 1;
        int nameEnd = name;
        while (nameEnd < html.length() && Character.isLetterOrDigit(html.charAt(nameEnd))) {
            nameEnd++;
        }
        int end = tagEnd(nameEnd);
        if (nameEnd == name || end < 0) {
            characters("<");
            return start + 1;
        }
        String element = html.substring(name, nameEnd).toLowerCase(Locale.ROOT);
        boolean closing = name == start + 2;
        if (!closing && (element.equals("script") || element.equals("style"))) {
            int close = html.indexOf("</" + element, end);
            return close < 0 ? html.length() : close;
        }
        element(element, closing, html.substring(nameEnd, end));
        return end + 1;
    }

    /** Where the tag ends: a {@code >} within quotation marks does not end it. */
    private int tagEnd(int from) {
        char quote = 0;
        int last = Math.min(html.length(), from + MAX_TAG);
        for (int i = from; i < last; i++) {
            char c = html.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return i;
            }
        }
        return -1;
    }

    private void element(String name, boolean closing, String attributes) {
        switch (name) {
            case "br" -> pendingBreaks++;
            case "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote" -> breaks(2);
            case "pre" -> {
                breaks(2);
                preformatted = !closing;
            }
            case "div", "tr", "dt", "dd", "center" -> breaks(1);
            case "td", "th" -> pendingSpace = true;
            case "hr" -> {
                breaks(1);
                words("---");
                breaks(1);
            }
            case "li" -> {
                breaks(1);
                if (!closing) {
                    words("-");
                    pendingSpace = true;
                }
            }
            case "img" -> characters(attribute(attributes, "alt"));
            case "a" -> {
                closeLink();
                if (!closing) {
                    href = Parser.unescapeEntities(attribute(attributes, "href"), true).strip();
                    linkStart = text.length();
                }
            }
            default -> {
                // Formatting within a line leaves no trace in plain text.
            }
        }
    }

    private void closeLink() {
        if (linkStart < 0) {
            return;
        }
        String shown = text.substring(Math.min(linkStart, text.length())).strip();
        String target = href.startsWith("mailto:") ? href.substring("mailto:".length()) : href;
        if (!target.isEmpty() && !target.startsWith("#") && !shown.equals(target) && !shown.equals(href)) {
            boolean space = pendingSpace;
            pendingSpace = !shown.isEmpty();
            words(shown.isEmpty() ? target : "(" + target + ")");
            pendingSpace = space;
        }
        linkStart = -1;
    }

    private void characters(String raw) {
        if (raw.isEmpty()) {
            return;
        }
        String decoded = raw.indexOf('&') < 0 ? raw : Parser.unescapeEntities(raw, false);
        if (preformatted) {
            words(decoded);
            return;
        }
        int wordStart = -1;
        for (int i = 0; i <= decoded.length(); i++) {
            boolean space = i == decoded.length() || blank(decoded.charAt(i));
            if (!space && wordStart < 0) {
                wordStart = i;
            } else if (space && wordStart >= 0) {
                words(decoded.substring(wordStart, i));
                wordStart = -1;
            }
            if (space && i < decoded.length()) {
                pendingSpace = true;
            }
        }
    }

    private void words(String words) {
        if (text.length() > 0) {
            if (pendingBreaks > 0) {
                text.append("\n".repeat(Math.min(pendingBreaks, 3)));
            } else if (pendingSpace) {
                text.append(' ');
            }
        }
        pendingBreaks = 0;
        pendingSpace = false;
        text.append(words);
    }

    private void breaks(int lines) {
        pendingBreaks = Math.max(pendingBreaks, lines);
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\u00a0';
    }

    private static String attribute(String attributes, String name) {
        int at = attributes.toLowerCase(Locale.ROOT).indexOf(name + "=");
        if (at < 0) {
            return "";
        }
        int start = at + name.length() + 1;
        if (start >= attributes.length()) {
            return "";
        }
        char quote = attributes.charAt(start);
        int end = quote == '"' || quote == '\'' ? attributes.indexOf(quote, start + 1) : -1;
        return end < 0 ? attributes.substring(start).split("[\\s>]", 2)[0] : attributes.substring(start + 1, end);
    }
}
