package dev.cadenza.inbox;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.inbox.InboundMail.Outcome;
import dev.cadenza.inbox.InboundMail.Status;
import dev.cadenza.inbox.Match.By;
import dev.cadenza.inbox.Verdict.Kind;
import dev.cadenza.lead.Addresses;
import dev.cadenza.message.MessageEvents;
import dev.cadenza.message.Outbox;
import dev.cadenza.message.Suppressions;
import dev.cadenza.message.Suppressions.Reason;
import dev.cadenza.tracking.Unsubscriptions;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a matched mail changes: the conversation, the message it answers or returns, suppressions, journeys. */
@Component
class MailEffects {

    private final JdbcClient jdbc;
    private final Conversations conversations;
    private final Outbox outbox;
    private final Suppressions suppressions;
    private final Unsubscriptions unsubscriptions;
    private final ConversationIntake intake;
    private final ApplicationEventPublisher events;

    MailEffects(JdbcClient jdbc, Conversations conversations, Outbox outbox, Suppressions suppressions,
            Unsubscriptions unsubscriptions, ConversationIntake intake, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.conversations = conversations;
        this.outbox = outbox;
        this.suppressions = suppressions;
        this.unsubscriptions = unsubscriptions;
        this.intake = intake;
        this.events = events;
    }

    Outcome apply(InboundMail mail, ParsedMail parsed, Verdict verdict, Match match) {
        Kind kind = verdict.kind();
        boolean talk = kind == Kind.REPLY || kind == Kind.AUTO_REPLY || kind == Kind.OTHER;
        if (talk && match.leadId() == null) {
            return new Outcome(Status.UNMATCHED, kind, match, null, null,
                    "It answers a message that belongs to no lead, and its sender is unknown");
        }
        UUID messageId = match.leadId() == null || kind == Kind.RECEIPT ? null
                : conversations.add(mail.receivedAt(), parsed, match.leadId(), match.answered());
        if (talk && messageId != null && match.leadId() != null) {
            join(mail, parsed, match, messageId, kind != Kind.AUTO_REPLY);
        }
        if (match.answered() != null) {
            // Whatever came back proves that the message had left, also where its sending was never confirmed.
            outbox.confirmSent(List.of(match.answered().id()));
            act(verdict, match, match.answered(), messageId, mail.receivedAt());
        }
        return new Outcome(Status.APPLIED, kind, match, messageId, null, note(verdict, match));
    }

    /** @param person whether a person wrote it, who may wait for an answer */
    private void join(InboundMail mail, ParsedMail parsed, Match match, UUID messageId, boolean person) {
        UUID leadId = Objects.requireNonNull(match.leadId());
        Answered answered = match.answered();
        // Automatic answers come from addresses at which nobody reads.
        String from = Optional.ofNullable(parsed.fromAddress()).filter(address -> person).flatMap(Addresses::email)
                .orElseGet(() -> leadAddress(leadId, answered));
        UUID sender = answered == null ? null : jdbc.sql("select sender_account_id from message where id = ?")
                .param(answered.id()).query((row, number) -> row.getObject(1, UUID.class)).list().get(0);
        UUID conversation = intake.lock(leadId, ChannelType.EMAIL, from, mail.receivedAt());
        intake.arrived(conversation, new ConversationIntake.Arrival(messageId, from, null, sender,
                mail.mailbox().contains("@") ? mail.mailbox() : null,
                Stream.of(parsed.subject(), parsed.text()).filter(Objects::nonNull).collect(Collectors.joining(": ")),
                person, mail.receivedAt(), parsed.fromName() == null ? Map.of() : Map.of("name", parsed.fromName())));
    }

    private String leadAddress(UUID leadId, @Nullable Answered answered) {
        return answered != null ? answered.address() : jdbc.sql("select email from lead where id = ?").param(leadId)
                .query(String.class).optional().orElse("unknown");
    }

    private void act(Verdict verdict, Match match, Answered message, @Nullable UUID messageId, Instant at) {
        switch (verdict.kind()) {
            case REPLY -> {
                if (match.leadId() != null && messageId != null) {
                    events.publishEvent(
                            new MessageEvents.Replied(match.leadId(), message.enrollmentId(), messageId, at));
                }
            }
            case BOUNCE -> bounce(verdict, message, at);
            case COMPLAINT -> {
                suppressions.add(ChannelType.EMAIL, message.address(), Reason.COMPLAINED, message.leadId(),
                        verdict.reason());
                events.publishEvent(new MessageEvents.Complained(message.leadId(), message.enrollmentId(),
                        message.address(), at));
            }
            case UNSUBSCRIBE -> unsubscriptions.unsubscribe(message.id(), verdict.reason());
            case RECEIPT -> delivered(message, at);
            case AUTO_REPLY, OTHER -> {
                // kept in the conversation, and nothing more
            }
        }
    }

    private void bounce(Verdict verdict, Answered message, Instant at) {
        if (!verdict.hard()) {
            jdbc.sql("update message set error = :reason where id = :id and state = 'SENT'")
                    .param("id", message.id()).param("reason", "soft bounce: " + verdict.reason()).update();
            return;
        }
        boolean first = jdbc.sql("""
                update message set state = 'BOUNCED', bounced_at = :at, error = :reason
                where id = :id and state in ('SENDING', 'SENT', 'UNKNOWN')
                """)
                .param("id", message.id()).param("at", Timestamp.from(at)).param("reason", verdict.reason())
                .update() == 1;
        boolean suppressed = suppressions.add(ChannelType.EMAIL, message.address(), Reason.BOUNCED, message.leadId(),
                verdict.reason());
        if (first || suppressed) {
            events.publishEvent(new MessageEvents.HardBounced(message.leadId(), message.enrollmentId(),
                    message.address(), at));
        }
    }

    private void delivered(Answered message, Instant at) {
        jdbc.sql("update message set delivered_at = :at where id = :id and delivered_at is null")
                .param("id", message.id()).param("at", Timestamp.from(at)).update();
    }

    private static @Nullable String note(Verdict verdict, Match match) {
        String guess = match.by() == By.SUBJECT ? "Matched by sender and subject only"
                : match.by() == By.RECIPIENT ? "Matched by the reported address only" : "";
        String both = (verdict.reason() + (guess.isEmpty() || verdict.reason().isEmpty() ? "" : ". ") + guess).strip();
        return both.isEmpty() ? null : MailText.storable(both);
    }
}
