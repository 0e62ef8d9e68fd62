package dev.cadenza.hook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.hook.HookEvent.Kind;
import dev.cadenza.inbox.InboundText;
import dev.cadenza.inbox.InboundText.Media;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** SMS and WhatsApp messages that came in at Twilio. */
@Component
class TwilioMessages implements EventReader {

    private static final int MOST_MEDIA = 20;
    private static final List<String> KEPT = List.of("MessagingServiceSid", "NumSegments", "FromCity", "FromState",
            "FromZip", "FromCountry", "WaId", "ButtonText", "ButtonPayload", "Latitude", "Longitude", "Address",
            "Label", "Forwarded", "FrequentlyForwarded", "ReferralSourceUrl");

    @Override
    public Kind kind() {
        return Kind.TWILIO_MESSAGE;
    }

    @Override
    public Meaning read(HookEvent event, JsonNode payload) {
        String id = TwilioStatuses.text(payload, "MessageSid", "SmsSid");
        String from = TwilioStatuses.text(payload, "From", "From");
        if (id == null || from == null) {
            throw new UnreadableEvent("It is not a message of Twilio: it has no 'MessageSid' or no 'From'.");
        }
        String number = TwilioStatuses.number(from);
        if (number == null) {
            return Meaning.unmatched("Its sender " + from + " is no phone number that a person has.");
        }
        String to = payload.path("To").asText();
        return Meaning.of(new InboundText(TwilioStatuses.channel(from), event.channelId(), number,
                Objects.requireNonNullElse(TwilioStatuses.number(to), to),
                TwilioStatuses.text(payload, "ProfileName", "ProfileName"), text(payload), media(payload), id,
                TwilioStatuses.text(payload, "OriginalRepliedMessageSid", "OriginalRepliedMessageSid"),
                word(payload), true, event.receivedAt(), metadata(payload)));
    }

    private static String text(JsonNode payload) {
        String body = payload.path("Body").asText("").replace('\0', ' ');
        return body.isEmpty() ? payload.path("ButtonText").asText("").replace('\0', ' ') : body;
    }

    private static List<Media> media(JsonNode payload) {
        List<Media> media = new ArrayList<>();
        int count = Math.min(payload.path("NumMedia").asInt(0), MOST_MEDIA);
        for (int i = 0; i < count; i++) {
            String url = SendGridEvents.text(payload, "MediaUrl" + i);
            if (url != null) {
                media.add(new Media(url, SendGridEvents.text(payload, "MediaContentType" + i)));
            }
        }
        return media;
    }

    /** Twilio tells where its own opt-out handling has seen one of its words. */
    private static InboundText.@Nullable Word word(JsonNode payload) {
        return switch (payload.path("OptOutType").asText()) {
            case "STOP" -> InboundText.Word.STOP;
            case "START" -> InboundText.Word.START;
            case "HELP" -> InboundText.Word.HELP;
            default -> null;
        };
    }

    private static Map<String, String> metadata(JsonNode payload) {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String field : KEPT) {
            String value = SendGridEvents.text(payload, field);
            if (value != null) {
                metadata.put(field, value);
            }
        }
        return metadata;
    }
}
