package dev.cadenza.hook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.hook.HookEvent.Kind;
import dev.cadenza.lead.Addresses;
import dev.cadenza.message.Receipt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Twilio's status callbacks. They carry no time: it is when they came in. */
@Component
class TwilioStatuses implements EventReader {

    /** Codes by which the number is of no use: unknown, a landline, not on WhatsApp. */
    private static final Set<String> DEAD_NUMBERS = Set.of("30005", "30006", "21211", "21614", "63024", "63003");
    private static final String OPTED_OUT = "21610";

    @Override
    public Kind kind() {
        return Kind.TWILIO_STATUS;
    }

    @Override
    public Meaning read(HookEvent event, JsonNode payload) {
        String status = text(payload, "MessageStatus", "SmsStatus");
        if (status == null) {
            throw new UnreadableEvent("It is not a status of Twilio: it has no field 'MessageStatus'.");
        }
        return switch (status) {
            case "accepted", "scheduled", "queued", "sending", "sent" -> receipt(event, payload, Receipt.Kind.ACCEPTED);
            case "delivered", "partially_delivered" -> receipt(event, payload, Receipt.Kind.DELIVERED);
            case "read" -> receipt(event, payload, Receipt.Kind.OPENED);
            case "undelivered", "failed" -> failed(event, payload);
            case "canceled" -> receipt(event, payload, Receipt.Kind.UNDELIVERED);
            default -> Meaning.NOTHING;
        };
    }

    private static Meaning failed(HookEvent event, JsonNode payload) {
        String code = payload.path("ErrorCode").asText();
        if (code.equals(OPTED_OUT)) {
            return Meaning.of(of(event, payload, Receipt.Kind.UNDELIVERED), of(event, payload,
                    Receipt.Kind.UNSUBSCRIBED));
        }
        return receipt(event, payload, DEAD_NUMBERS.contains(code) ? Receipt.Kind.BOUNCED : Receipt.Kind.UNDELIVERED);
    }

    private static Meaning receipt(HookEvent event, JsonNode payload, Receipt.Kind kind) {
        return Meaning.of(of(event, payload, kind));
    }

    private static Receipt of(HookEvent event, JsonNode payload, Receipt.Kind kind) {
        String to = payload.path("To").asText();
        return new Receipt(Ours.id(text(payload, "m", "m")), channel(to), number(to),
                text(payload, "MessageSid", "SmsSid"), kind, event.receivedAt(), reason(payload));
    }

    private static @Nullable String reason(JsonNode payload) {
        String code = text(payload, "ErrorCode", "ErrorCode");
        String words = text(payload, "ErrorMessage", "ChannelStatusMessage");
        return code == null ? words : "Twilio's error " + code + (words == null ? "" : ": " + words);
    }

    static ChannelType channel(String address) {
        return address.startsWith("whatsapp:") ? ChannelType.WHATSAPP : ChannelType.SMS;
    }

    static @Nullable String number(String address) {
        return Addresses.phone(address.startsWith("whatsapp:") ? address.substring("whatsapp:".length()) : address,
                null).orElse(null);
    }

    static @Nullable String text(JsonNode payload, String field, String other) {
        String text = SendGridEvents.text(payload, field);
        return text == null ? SendGridEvents.text(payload, other) : text;
    }
}
