package dev.cadenza.hook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.MessageIds;
import dev.cadenza.hook.HookEvent.Kind;
import dev.cadenza.lead.Addresses;
import dev.cadenza.message.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** SendGrid's delivery and engagement events. */
@Component
class SendGridEvents implements EventReader {

    /** The custom argument with our own id of the message; SendGrid gives it back in every event. */
    static final String OUR_ID = "cadenza_message";

    private static final Pattern TEMPORARY = Pattern.compile("^\\s*(4\\.|5\\.2\\.2|4\\d\\d).*");
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    @Override
    public Kind kind() {
        return Kind.SENDGRID_EVENT;
    }

    @Override
    public Meaning read(HookEvent event, JsonNode payload) {
        if (!payload.isObject() || !payload.path("event").isTextual()) {
            throw new UnreadableEvent("It is not an event of SendGrid: it has no field 'event'.");
        }
        Facts facts = Facts.of(event, payload);
        return switch (payload.path("event").asText()) {
            case "processed" -> Meaning.of(facts.receipt(Receipt.Kind.ACCEPTED));
            case "deferred" -> Meaning.of(facts.receipt(Receipt.Kind.DELAYED));
            case "delivered" -> Meaning.of(facts.receipt(Receipt.Kind.DELIVERED));
            case "bounce" -> Meaning.of(facts.receipt(bounce(payload)));
            case "blocked" -> Meaning.of(facts.receipt(Receipt.Kind.UNDELIVERED));
            case "dropped" -> dropped(facts);
            // A machine that loads pictures shows that the mail arrived, and nothing about its reader.
            case "open" -> Meaning.of(facts.receipt(payload.path("sg_machine_open").asBoolean()
                    ? Receipt.Kind.DELIVERED : Receipt.Kind.OPENED));
            case "click" -> Meaning.of(facts.receipt(Receipt.Kind.CLICKED));
            case "spamreport" -> Meaning.of(facts.receipt(Receipt.Kind.COMPLAINED));
            case "unsubscribe", "group_unsubscribe" -> Meaning.of(facts.receipt(Receipt.Kind.UNSUBSCRIBED));
            case "group_resubscribe" -> Meaning.of(facts.receipt(Receipt.Kind.RESUBSCRIBED));
            default -> Meaning.NOTHING;
        };
    }

    /** A block is a refusal of this mail, a bounce one of its address; a full mailbox comes as a bounce too. */
    private static Receipt.Kind bounce(JsonNode payload) {
        boolean blocked = payload.path("type").asText().equals("blocked");
        return blocked || TEMPORARY.matcher(payload.path("status").asText()).matches() ? Receipt.Kind.UNDELIVERED
                : Receipt.Kind.BOUNCED;
    }

    /** SendGrid did not even try, because of what it remembers about the address or finds wrong with the mail. */
    private static Meaning dropped(Facts facts) {
        String reason = facts.reason() == null ? "" : facts.reason().toLowerCase(Locale.ROOT);
        Receipt undelivered = facts.receipt(Receipt.Kind.UNDELIVERED);
        if (reason.contains("bounced address") || reason.equals("invalid")) {
            return Meaning.of(facts.receipt(Receipt.Kind.BOUNCED));
        }
        if (reason.contains("unsubscribed") || reason.contains("spam reporting")) {
            return Meaning.of(undelivered, facts.receipt(Receipt.Kind.UNSUBSCRIBED));
        }
        return Meaning.of(undelivered);
    }

    /** What every event says. */
    private record Facts(@Nullable UUID messageId, @Nullable String address, @Nullable String providerId, Instant at,
            @Nullable String reason) {

        static Facts of(HookEvent event, JsonNode payload) {
            String sendGridId = text(payload, "sg_message_id");
            return new Facts(ourId(payload),
                    Optional.ofNullable(text(payload, "email")).flatMap(Addresses::email).orElse(null),
                    sendGridId == null ? null : sendGridId.split("\\.", 2)[0],
                    time(payload.path("timestamp"), event.receivedAt()),
                    Optional.ofNullable(text(payload, "reason")).or(() -> Optional.ofNullable(
                            text(payload, "response"))).orElse(null));
        }

        Receipt receipt(Receipt.Kind kind) {
            return new Receipt(messageId, ChannelType.EMAIL, address, providerId, kind, at, reason);
        }

        private static @Nullable UUID ourId(JsonNode payload) {
            String given = text(payload, OUR_ID);
            UUID id = given == null ? null : Ours.id(given);
            String smtpId = text(payload, "smtp-id");
            return id != null || smtpId == null ? id : MessageIds.parse(smtpId).orElse(null);
        }
    }

    /** The provider's time, unless its clock cannot be right. */
    static Instant time(JsonNode seconds, Instant receivedAt) {
        if (!seconds.canConvertToLong() && !seconds.isTextual()) {
            return receivedAt;
        }
        long value = seconds.asLong(0);
        boolean credible = value > 0 && value <= receivedAt.plus(CLOCKS_APART).getEpochSecond();
        return credible ? Instant.ofEpochSecond(value) : receivedAt;
    }

    static @Nullable String text(JsonNode payload, String field) {
        JsonNode value = payload.path(field);
        String text = value.isTextual() ? value.asText().replace('\0', ' ') : "";
        return text.isBlank() ? null : text;
    }
}
