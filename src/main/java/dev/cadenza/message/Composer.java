package dev.cadenza.message;

import dev.cadenza.channel.MailProperties;
import dev.cadenza.channel.MessageIds;
import dev.cadenza.channel.OutgoingMail;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** Makes the mail that goes out of a message: its content, its sender, and what decorators add. */
@Component
class Composer {

    private static final Logger LOG = LoggerFactory.getLogger(Composer.class);

    private final SingletonSupplier<MessageContents> contents;
    private final SingletonSupplier<List<MailDecorator>> decorators;
    private final MailProperties mail;

    /** The others are looked up once, at the first mail: they belong to modules above, which may need this one. */
    Composer(ObjectProvider<MessageContents> contents, ObjectProvider<MailDecorator> decorators, MailProperties mail) {
        this.contents = SingletonSupplier.of(contents::getIfAvailable);
        this.decorators = SingletonSupplier.of(() -> decorators.orderedStream().toList());
        this.mail = mail;
    }

    /** The contents of those messages that have a draft, by draft, in one query. */
    Map<UUID, MessageContents.Content> contents(List<ClaimedMessage> messages) {
        List<UUID> drafts = messages.stream().map(ClaimedMessage::draftId).filter(Objects::nonNull).toList();
        MessageContents source = contents.get();
        return drafts.isEmpty() || source == null ? Map.of() : source.contents(drafts);
    }

    /** The mail; empty where the message has no content, or a decorator failed, which is logged. */
    Optional<OutgoingMail> compose(Claim claim, ClaimedMessage message, Map<UUID, MessageContents.Content> contents) {
        try {
            return plain(claim.lane(), message, contents).map(mail -> decorated(claim.lane(), message, mail));
        } catch (RuntimeException failure) {
            LOG.error("Message {} can't be made into a mail", message.id(), failure);
            return Optional.empty();
        }
    }

    /** All mails of a group that can be composed, by message. */
    Map<UUID, OutgoingMail> compose(Claim claim, List<ClaimedMessage> messages,
            Map<UUID, MessageContents.Content> contents) {
        Map<UUID, OutgoingMail> mails = new HashMap<>();
        messages.forEach(message -> compose(claim, message, contents).ifPresent(m -> mails.put(message.id(), m)));
        return mails;
    }

    private Optional<OutgoingMail> plain(Lane lane, ClaimedMessage message,
            Map<UUID, MessageContents.Content> contents) {
        if (message.draftId() == null) {
            String text = message.text();
            return text == null ? Optional.empty()
                    : Optional.of(mail(lane, message, message.subject(), message.html(), text));
        }
        MessageContents.Content content = contents.get(message.draftId());
        return content == null ? Optional.empty()
                : Optional.of(mail(lane, message, content.subject(), content.html(),
                        this.contents.obtain().plainText(content.html())));
    }

    private OutgoingMail mail(Lane lane, ClaimedMessage message, @Nullable String subject, @Nullable String html,
            String text) {
        Sender sender = lane.sender();
        return new OutgoingMail(message.id(), MessageIds.of(message.id(), mail.domain()), sender.email(),
                sender.displayName(), sender.replyTo(), sender.email(), message.address(), null,
                subject == null ? "" : subject, html, text, null, Map.of());
    }

    private OutgoingMail decorated(Lane lane, ClaimedMessage message, OutgoingMail mail) {
        UUID leadId = message.leadId();
        UUID ownerId = lane.ownerId();
        if (leadId == null || ownerId == null) {
            return mail;
        }
        MailDecorator.Context context = new MailDecorator.Context(message.id(), leadId, ownerId, lane.trackOpens(),
                lane.trackClicks());
        OutgoingMail decorated = mail;
        for (MailDecorator decorator : decorators.obtain()) {
            decorated = decorator.decorate(decorated, context);
        }
        return decorated;
    }
}
