package dev.cadenza.tracking;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.OutgoingMail;
import dev.cadenza.channel.OutgoingText;
import dev.cadenza.message.MailDecorator;
import dev.cadenza.platform.CadenzaProperties;
import dev.cadenza.tracking.PlusAddresses.Purpose;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gives a mail its tracking links and open pixel, its way to unsubscribe (in the body, and as headers for one-click
 * unsubscribe, RFC 8058), and addresses for answers and returns that say which message they belong to. The plain text
 * keeps its links as they are.
 */
@Component
class TrackingDecorator implements MailDecorator {

    /** Stands in a body where its author wants the address of the unsubscribe page. */
    static final String PLACEHOLDER = "%unsubscribe_url%";

    private static final String FOOTER_HTML = """
            <p style="margin-top:2em;font-size:12px;color:#5f6368">If you do not want mails like this one, you can \
            <a href="%s" style="color:#5f6368">unsubscribe</a>.</p>""";
    private static final String FOOTER_TEXT = "\n\n--\nIf you do not want mails like this one, unsubscribe: %s\n";
    private static final String PIXEL = """
            <img src="%s" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">""";

    /** Without the punctuation that ends a sentence and not an address. */
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]*[^\\s<>\".,;:!?)]");

    private final TrackingTokens tokens;
    private final PlusAddresses addresses;
    private final String base;

    TrackingDecorator(TrackingTokens tokens, PlusAddresses addresses, CadenzaProperties properties) {
        this.tokens = tokens;
        this.addresses = addresses;
        this.base = properties.publicUrl().toASCIIString().replaceFirst("/+$", "");
    }

    @Override
    public OutgoingMail decorate(OutgoingMail mail, Context context) {
        UUID id = context.messageId();
        String unsubscribe = base + "/u/" + tokens.unsubscribe(id);
        return new OutgoingMail(mail.id(), mail.messageId(), mail.fromAddress(), mail.fromName(),
                mail.replyTo() != null ? mail.replyTo() : addresses.of(Purpose.REPLY, id).orElse(null),
                addresses.of(Purpose.RETURN, id).orElse(mail.envelopeFrom()),
                mail.to(), mail.toName(), mail.subject(),
                mail.html() == null ? null : html(mail.html(), unsubscribe, context),
                text(mail.text(), unsubscribe), mail.inReplyTo(), headers(mail.headers(), unsubscribe, id));
    }

    @Override
    public OutgoingMail address(OutgoingMail mail) {
        return new OutgoingMail(mail.id(), mail.messageId(), mail.fromAddress(), mail.fromName(),
                mail.replyTo() != null ? mail.replyTo() : addresses.of(Purpose.REPLY, mail.id()).orElse(null),
                addresses.of(Purpose.RETURN, mail.id()).orElse(mail.envelopeFrom()), mail.to(), mail.toName(),
                mail.subject(), mail.html(), mail.text(), mail.inReplyTo(), mail.headers());
    }

    /**
     * Links of texts are tracked too, but not those of SMS: a tracked link is so long that it would cost a message of its
     * own.
     */
    @Override
    public OutgoingText decorate(OutgoingText text, Context context) {
        String whole = text.text().replace(PLACEHOLDER, base + "/u/" + tokens.unsubscribe(context.messageId()));
        if (!context.trackClicks() || text.channel() == ChannelType.SMS) {
            return text.withText(whole);
        }
        int[] link = {0};
        return text.withText(LINK.matcher(whole).replaceAll(found -> {
            String href = found.group();
            String tracked = href.startsWith(base + "/u/") ? null : trackedLink(href, context.messageId(), link);
            return Matcher.quoteReplacement(tracked == null ? href : tracked);
        }));
    }

    private Map<String, String> headers(Map<String, String> given, String unsubscribe, UUID id) {
        Map<String, String> headers = new LinkedHashMap<>(given);
        String byMail = addresses.of(Purpose.UNSUBSCRIBE, id)
                .map(address -> ", <mailto:" + address.replace("+", "%2B") + "?subject=unsubscribe>").orElse("");
        headers.put("List-Unsubscribe", "<" + unsubscribe + ">" + byMail);
        headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        return headers;
    }

    private static String text(String text, String unsubscribe) {
        return text.contains(PLACEHOLDER) ? text.replace(PLACEHOLDER, unsubscribe)
                : text.stripTrailing() + FOOTER_TEXT.formatted(unsubscribe);
    }

    private String html(String body, String unsubscribe, Context context) {
        String tracked = context.trackClicks() ? trackLinks(body, context.messageId()) : body;
        String end = tracked.contains(PLACEHOLDER) ? "" : FOOTER_HTML.formatted(unsubscribe);
        if (context.trackOpens()) {
            end += PIXEL.formatted(base + "/t/o/" + tokens.open(context.messageId()));
        }
        String whole = tracked.replace(PLACEHOLDER, unsubscribe);
        int bodyEnd = endOfBody(whole);
        return whole.substring(0, bodyEnd) + end + whole.substring(bodyEnd);
    }

    private String trackLinks(String body, UUID messageId) {
        int[] link = {0};
        return LinkRewriter.rewrite(body, href -> trackedLink(href, messageId, link));
    }

    private @Nullable String trackedLink(String href, UUID messageId, int[] link) {
        String url = href.indexOf('&') < 0 ? href : Parser.unescapeEntities(href, true);
        if (url.contains(PLACEHOLDER) || link[0] > 0xFFFF) {
            return null;
        }
        return Destination.of(url)
                .map(to -> base + "/t/c/" + tokens.click(new TrackingTokens.Click(messageId, link[0]++, to)))
                .orElse(null);
    }

    private static int endOfBody(String html) {
        int close = html.lastIndexOf("</body>");
        int at = close >= 0 ? close : html.lastIndexOf("</BODY>");
        return at >= 0 ? at : html.length();
    }
}
