package dev.cadenza.draft;

import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Entities;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/**
 * Makes what people write as the body of a mail into HTML that runs nothing: only elements and attributes that mails
 * need, links to http, https, mailto and tel, images from http and https. Tags of templates stay.
 */
final class SafeHtml {

    private static final Pattern MARKUP = Pattern.compile("<(!--|!doctype|/?(a|abbr|b|big|blockquote|body|br|center"
            + "|code|dd|del|div|dl|dt|em|embed|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|li"
            + "|link"
            + "|main|meta|object|ol|p|pre|q|s|script|section|small|span|strike|strong|style|sub|sup|svg|table|tbody|td"
            + "|tfoot|th|thead|title|tr|u|ul|video)\\b)", Pattern.CASE_INSENSITIVE);
    // Relative addresses are resolved against it, so that they pass the check of schemes; it is never written out.
    private static final String BASE = "https://relative.invalid/";
    private static final Safelist ALLOWED = allowed();

    private SafeHtml() {
    }

    /** Safe HTML of {@code text}, which is HTML or plain text. Making it safe twice changes nothing more. */
    static String of(String text) {
        String html = MARKUP.matcher(text).find() ? text : paragraphs(text);
        Document clean = new Cleaner(ALLOWED).clean(Jsoup.parse(html, BASE));
        return html(clean).strip();
    }

    /** The body of {@code document} in the form in which it is kept: no line is added, only what must be is escaped. */
    static String html(Document document) {
        document.outputSettings().prettyPrint(false).escapeMode(Entities.EscapeMode.xhtml).charset("UTF-8");
        return document.body().html();
    }

    /** True where a reader would see nothing of {@code html}. */
    static boolean isEmpty(String html) {
        Document document = Jsoup.parseBodyFragment(html);
        return document.text().isBlank() && document.selectFirst("img") == null;
    }

    /** Escapes a value for text and for quoted attributes alike. */
    static String escape(String value) {
        StringBuilder escaped = null;
        for (int i = 0; i < value.length(); i++) {
            String replacement = switch (value.charAt(i)) {
                case '&' -> "&amp;";
                case '<' -> "&lt;";
                case '>' -> "&gt;";
                case '"' -> "&quot;";
                case '\'' -> "&#39;";
                default -> null;
            };
            if (replacement != null && escaped == null) {
                escaped = new StringBuilder(value.length() + 16).append(value, 0, i);
            }
            if (escaped != null) {
                if (replacement == null) {
                    escaped.append(value.charAt(i));
                } else {
                    escaped.append(replacement);
                }
            }
        }
        return escaped == null ? value : escaped.toString();
    }

    private static String paragraphs(String text) {
        StringBuilder html = new StringBuilder(text.length() + 64);
        boolean open = false;
        for (String line : text.strip().lines().map(String::strip).toList()) {
            if (line.isEmpty()) {
                html.append(open ? "</p>\n" : "");
            } else {
                html.append(open ? "<br>" : "<p>").append(escape(line));
            }
            open = !line.isEmpty();
        }
        return html.append(open ? "</p>" : "").toString();
    }

    private static Safelist allowed() {
        return new Safelist()
                .addTags("a", "abbr", "b", "big", "blockquote", "br", "center", "code", "dd", "del", "div", "dl", "dt",
                        "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "li", "ol", "p",
                        "pre", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td",
                        "tfoot", "th", "thead", "tr", "u", "ul")
                .addAttributes(":all", "style", "class", "title", "lang", "dir", "align", "valign", "width", "height",
                        "bgcolor")
                .addAttributes("a", "href", "name")
                .addAttributes("img", "src", "alt", "border")
                .addAttributes("font", "color", "face", "size")
                .addAttributes("ol", "start", "type")
                .addAttributes("table", "border", "cellpadding", "cellspacing", "role", "summary")
                .addAttributes("td", "colspan", "rowspan")
                .addAttributes("th", "colspan", "rowspan", "scope")
                .addProtocols("a", "href", "http", "https", "mailto", "tel")
                .addProtocols("img", "src", "http", "https")
                .preserveRelativeLinks(true);
    }
}
