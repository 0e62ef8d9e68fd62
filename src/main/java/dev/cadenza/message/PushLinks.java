package dev.cadenza.message;

import dev.cadenza.channel.ChannelConfig;
import dev.cadenza.channel.ChannelConfigs;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.OutgoingMail;
import dev.cadenza.channel.OutgoingText;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Puts the lead's own link to the page that asks for notifications where a text says {@value #PLACEHOLDER}. It is the
 * last to change a text, so the link is not tracked: it holds what makes the browser the lead's.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class PushLinks implements MailDecorator {

    static final String PLACEHOLDER = "%push_url%";

    private final PushTokens tokens;
    private final ChannelConfigs channels;

    PushLinks(PushTokens tokens, ChannelConfigs channels) {
        this.tokens = tokens;
        this.channels = channels;
    }

    @Override
    public OutgoingMail decorate(OutgoingMail mail, Context context) {
        boolean used = mail.text().contains(PLACEHOLDER) || mail.html() != null && mail.html().contains(PLACEHOLDER);
        if (!used) {
            return mail;
        }
        String link = link(context);
        return new OutgoingMail(mail.id(), mail.messageId(), mail.fromAddress(), mail.fromName(), mail.replyTo(),
                mail.envelopeFrom(), mail.to(), mail.toName(), mail.subject(),
                mail.html() == null ? null : mail.html().replace(PLACEHOLDER, link),
                mail.text().replace(PLACEHOLDER, link), mail.inReplyTo(), mail.headers());
    }

    @Override
    public OutgoingText decorate(OutgoingText text, Context context) {
        return text.text().contains(PLACEHOLDER) ? text.withText(text.text().replace(PLACEHOLDER, link(context))) : text;
    }

    private String link(Context context) {
        List<ChannelConfig> active = channels.active(ChannelType.PUSH);
        return active.isEmpty() ? tokens.page()
                : tokens.link(new PushTokens.Subject(context.leadId(), active.get(0).id()));
    }
}
