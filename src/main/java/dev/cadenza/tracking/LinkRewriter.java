package dev.cadenza.tracking;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the targets of links in an HTML body in one pass over its text. It runs for every mail that is sent, which
 * is why it does not build a document: bodies were parsed and normalised when they were written.
 */
final class LinkRewriter {

    private final String html;
    private final UnaryOperator<@Nullable String> target;
    private final StringBuilder out;
    private int copied;

    private LinkRewriter(String html, UnaryOperator<@Nullable String> target) {
        this.html = html;
        this.target = target;
        this.out = new StringBuilder(html.length() + 1024);
    }

    /**
     * @param target from the text of an {@code href} attribute (as written, with its entities) to the text that
     *         replaces it; null leaves it as it is
     */
    static String rewrite(String html, UnaryOperator<@Nullable String> target) {
        return new LinkRewriter(html, target).run();
    }

    private String run() {
        int at = html.indexOf('<');
        while (at >= 0) {
            at = html.indexOf('<', tag(at));
        }
        return out.append(html, copied, html.length()).toString();
    }

    /** @return where to go on after the tag or comment that begins at {@code start} */
    private int tag(int start) {
        if (html.startsWith("<!--", start)) {
            return endOf("-->", start + 4);
        }
        int nameEnd = start + 1;
        while (nameEnd < html.length() && Character.isLetterOrDigit(html.charAt(nameEnd))) {
            nameEnd++;
        }
        if (nameEnd == start + 1) {
            return nameEnd;
        }
        int end = attributes(nameEnd, is("a", start, nameEnd) || is("area", start, nameEnd));
        return is("style", start, nameEnd) ? endOf("</style", end)
                : is("script", start, nameEnd) ? endOf("</script", end) : end;
    }

    private boolean is(String name, int tagStart, int nameEnd) {
        return nameEnd - tagStart - 1 == name.length()
                && html.regionMatches(true, tagStart + 1, name, 0, name.length());
    }

    private int attributes(int from, boolean link) {
        int at = from;
        while (at < html.length() && html.charAt(at) != '>') {
            if (isSpace(html.charAt(at)) || html.charAt(at) == '/') {
                at++;
                continue;
            }
            int nameStart = at;
            while (at < html.length() && !isSpace(html.charAt(at)) && "=>/".indexOf(html.charAt(at)) < 0) {
                at++;
            }
            boolean href = link && at - nameStart == 4 && html.regionMatches(true, nameStart, "href", 0, 4);
            at = value(skipSpace(at), href);
            at = at == nameStart ? at + 1 : at;
        }
        return at;
    }

    private int value(int at, boolean href) {
        if (at >= html.length() || html.charAt(at) != '=') {
            return at;
        }
        int start = skipSpace(at + 1);
        if (start >= html.length()) {
            return start;
        }
        char quote = html.charAt(start);
        if (quote != '"' && quote != '\'') {
            int end = start;
            while (end < html.length() && !isSpace(html.charAt(end)) && html.charAt(end) != '>') {
                end++;
            }
            replace(start, end, href, "\"");
            return end;
        }
        int end = html.indexOf(quote, start + 1);
        if (end < 0) {
            return html.length();
        }
        replace(start + 1, end, href, "");
        return end + 1;
    }

    private void replace(int start, int end, boolean href, String quote) {
        String replacement = href ? target.apply(html.substring(start, end)) : null;
        if (replacement != null) {
            out.append(html, copied, start).append(quote).append(replacement).append(quote);
            copied = end;
        }
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < html.length() && isSpace(html.charAt(at))) {
            at++;
        }
        return at;
    }

    private int endOf(String text, int from) {
        for (int at = from; at <= html.length() - text.length(); at++) {
            if (html.regionMatches(true, at, text, 0, text.length())) {
                return at + text.length();
            }
        }
        return html.length();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
    }
}
