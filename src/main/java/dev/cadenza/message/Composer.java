package dev.cadenza.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.ContentTemplate;
import dev.cadenza.channel.MailProperties;
import dev.cadenza.channel.MessageIds;
import dev.cadenza.channel.OutgoingMail;
import dev.cadenza.channel.OutgoingMessage;
import dev.cadenza.channel.OutgoingText;
import dev.cadenza.channel.PushDevice;
import java.time.Instant;
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

/** Makes what goes out of a message: its content, its sender, and what decorators add. */
@Component
class Composer {

    private static final Logger LOG = LoggerFactory.getLogger(Composer.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SingletonSupplier<MessageContents> contents;
    private final SingletonSupplier<List<MailDecorator>> decorators;
    private final ContactPoints contacts;
    private final AnsweredMails answeredMails;
    private final MailProperties mail;

    /** The others are looked up once, at the first mail: they belong to modules above, which may need this one. */
    Composer(ObjectProvider<MessageContents> contents, ObjectProvider<MailDecorator> decorators,
            ContactPoints contacts, AnsweredMails answeredMails, MailProperties mail) {
        this.contents = SingletonSupplier.of(contents::getIfAvailable);
        this.decorators = SingletonSupplier.of(() -> decorators.orderedStream().toList());
        this.contacts = contacts;
        this.answeredMails = answeredMails;
        this.mail = mail;
    }

    /**
     * What a claim's messages are made of.
     *
     * @param byDraft the contents of those that have a draft
     * @param lastInbound by address, of channels on which that matters
     * @param devices by lead, of web push
     * @param answered by message, the Message-ID of the mail that it answers
     */
    record Material(Map<UUID, MessageContents.Content> byDraft, Map<String, Instant> lastInbound,
            Map<UUID, List<PushDevice>> devices, Map<UUID, String> answered) {
    }

    /** One query for the contents, and for what is no mail at most one more. */
    Material material(ChannelType channel, List<ClaimedMessage> messages) {
        List<UUID> drafts = messages.stream().map(ClaimedMessage::draftId).filter(Objects::nonNull).toList();
        MessageContents source = contents.get();
        return new Material(drafts.isEmpty() || source == null ? Map.of() : source.contents(drafts),
                channel.windowed() ? contacts.lastInbound(channel,
                        messages.stream().map(ClaimedMessage::address).distinct().toList()) : Map.of(),
                channel == ChannelType.PUSH ? contacts.devices(
                        messages.stream().map(ClaimedMessage::leadId).filter(Objects::nonNull).toList()) : Map.of(),
                channel == ChannelType.EMAIL ? answeredMails.of(messages) : Map.of());
    }

    /** The message; empty where it has no content, or a decorator failed, which is logged. */
    Optional<OutgoingMessage> compose(Lane lane, ClaimedMessage message, Material material) {
        try {
            Optional<MessageContents.Content> content = content(message, material);
            return lane.sender().channel() == ChannelType.EMAIL
                    ? content.map(c -> decorated(lane, message, mail(lane, message, c, material)))
                    : content.map(c -> decorated(lane, message, text(lane, message, c, material)));
        } catch (RuntimeException failure) {
            LOG.error("Message {} can't be made into what its channel sends", message.id(), failure);
            return Optional.empty();
        }
    }

    /** All messages of a group that can be composed, by id. */
    Map<UUID, OutgoingMessage> compose(Group group) {
        Map<UUID, OutgoingMessage> composed = new HashMap<>();
        group.messages().forEach(message -> compose(group.claim().lane(), message, group.material())
                .ifPresent(m -> composed.put(message.id(), m)));
        return composed;
    }

    /** A message's own content, or its draft's. */
    private static Optional<MessageContents.Content> content(ClaimedMessage message, Material material) {
        if (message.draftId() != null) {
            return Optional.ofNullable(material.byDraft().get(message.draftId()));
        }
        return message.text() == null ? Optional.empty()
                : Optional.of(new MessageContents.Content(message.subject(), message.html(), message.text(),
                        message.template()));
    }

    private OutgoingMail mail(Lane lane, ClaimedMessage message, MessageContents.Content content,
            Material material) {
        Sender sender = lane.sender();
        String from = Objects.requireNonNull(sender.email(), "A mail's sender has an address");
        return new OutgoingMail(message.id(), MessageIds.of(message.id(), mail.domain()), from, sender.displayName(),
                sender.replyTo(), from, message.address(), null, content.subject() == null ? "" : content.subject(),
                content.html(), plain(content), material.answered().get(message.id()), Map.of());
    }

    private OutgoingText text(Lane lane, ClaimedMessage message, MessageContents.Content content, Material material) {
        List<PushDevice> devices = message.leadId() == null ? List.of()
                : material.devices().getOrDefault(message.leadId(), List.of());
        return new OutgoingText(message.id(), lane.sender().channel(), message.address(), content.subject(),
                plain(content), template(content.template()), material.lastInbound().get(message.address()), devices);
    }

    private String plain(MessageContents.Content content) {
        String text = content.text();
        return text != null ? text : contents.obtain().plainText(String.valueOf(content.html()));
    }

    static @Nullable String json(@Nullable ContentTemplate template) {
        try {
            return template == null ? null : JSON.writeValueAsString(template);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A record of texts is always writable as JSON", impossible);
        }
    }

    private static @Nullable ContentTemplate template(@Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            return JSON.readValue(json, ContentTemplate.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("The template of a message is not readable", broken);
        }
    }

    private OutgoingMail addressed(OutgoingMail mail) {
        OutgoingMail addressed = mail;
        for (MailDecorator decorator : decorators.obtain()) {
            addressed = decorator.address(addressed);
        }
        return addressed;
    }

    private <M extends OutgoingMessage> OutgoingMessage decorated(Lane lane, ClaimedMessage message, M composed) {
        UUID leadId = message.leadId();
        UUID ownerId = lane.ownerId();
        if (leadId == null) {
            return composed;
        }
        if (ownerId == null) {
            return composed instanceof OutgoingMail between ? addressed(between) : composed;
        }
        MailDecorator.Context context = new MailDecorator.Context(message.id(), leadId, ownerId, lane.trackOpens(),
                lane.trackClicks());
        OutgoingMessage decorated = composed;
        for (MailDecorator decorator : decorators.obtain()) {
            decorated = decorated instanceof OutgoingMail m ? decorator.decorate(m, context)
                    : decorator.decorate((OutgoingText) decorated, context);
        }
        return decorated;
    }
}
