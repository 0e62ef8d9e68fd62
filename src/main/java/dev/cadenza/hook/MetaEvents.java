package dev.cadenza.hook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.hook.HookEvent.Kind;
import dev.cadenza.hook.Meaning.UpTo;
import dev.cadenza.inbox.InboundText;
import dev.cadenza.inbox.InboundText.Media;
import dev.cadenza.message.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What Meta posts about conversations of Facebook pages (Messenger) and Instagram accounts. */
@Component
class MetaEvents implements EventReader {

    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    @Override
    public Kind kind() {
        return Kind.META_EVENT;
    }

    @Override
    public Meaning read(HookEvent event, JsonNode payload) {
        ChannelType channel = switch (payload.path("object").asText()) {
            case "page" -> ChannelType.MESSENGER;
            case "instagram" -> ChannelType.INSTAGRAM;
            default -> null;
        };
        JsonNode messaging = payload.path("messaging");
        if (channel == null || !messaging.isObject()) {
            throw new UnreadableEvent("It is not an event of a conversation on Messenger or Instagram.");
        }
        String person = messaging.path("sender").path("id").asText();
        Instant at = time(messaging.path("timestamp"), event.receivedAt());
        if (messaging.has("message")) {
            return message(event, channel, messaging, at);
        }
        if (messaging.has("postback")) {
            JsonNode postback = messaging.path("postback");
            String id = postback.path("mid").asText(event.id().toString());
            return Meaning.of(text(event, channel, messaging, postback, postback.path("title").asText(""), id, at));
        }
        if (messaging.has("delivery")) {
            return delivery(channel, person, messaging.path("delivery"), at);
        }
        if (messaging.has("read")) {
            return read(channel, person, messaging.path("read"), at);
        }
        return Meaning.NOTHING;
    }

    private static Meaning message(HookEvent event, ChannelType channel, JsonNode messaging, Instant at) {
        JsonNode message = messaging.path("message");
        String mid = message.path("mid").asText();
        if (mid.isEmpty()) {
            throw new UnreadableEvent("The message has no id.");
        }
        if (message.path("is_echo").asBoolean()) {
            // What we wrote ourselves: it proves that Meta took it.
            return message.has("metadata") || !message.has("app_id") ? Meaning.of(new Receipt(
                    Ours.id(SendGridEvents.text(message, "metadata")), channel,
                    messaging.path("recipient").path("id").asText(), mid, Receipt.Kind.ACCEPTED, at, null))
                    : Meaning.NOTHING;
        }
        if (message.path("is_deleted").asBoolean()) {
            return Meaning.NOTHING;
        }
        return Meaning.of(text(event, channel, messaging, message, message.path("text").asText(""), mid, at));
    }

    private static InboundText text(HookEvent event, ChannelType channel, JsonNode messaging, JsonNode content,
            String words, String id, Instant at) {
        Map<String, String> metadata = new LinkedHashMap<>();
        put(metadata, "payload", SendGridEvents.text(content, "payload"));
        put(metadata, "quickReply", SendGridEvents.text(content.path("quick_reply"), "payload"));
        put(metadata, "story", SendGridEvents.text(content.path("reply_to").path("story"), "url"));
        put(metadata, "referral", SendGridEvents.text(content.path("referral"), "ref"));
        return new InboundText(channel, event.channelId(), messaging.path("sender").path("id").asText(),
                messaging.path("recipient").path("id").asText(), null, words.replace('\0', ' '),
                media(content.path("attachments")), id, SendGridEvents.text(content.path("reply_to"), "mid"), null,
                true, at, metadata);
    }

    private static List<Media> media(JsonNode attachments) {
        List<Media> media = new ArrayList<>();
        for (JsonNode attachment : attachments) {
            String url = SendGridEvents.text(attachment.path("payload"), "url");
            media.add(new Media(url == null ? "" : url, SendGridEvents.text(attachment, "type")));
        }
        return media;
    }

    private static Meaning delivery(ChannelType channel, String person, JsonNode delivery, Instant at) {
        List<Receipt> receipts = new ArrayList<>();
        for (JsonNode mid : delivery.path("mids")) {
            receipts.add(new Receipt(null, channel, person, mid.asText(), Receipt.Kind.DELIVERED, at, null));
        }
        return receipts.isEmpty()
                ? Meaning.of(new UpTo(channel, person, Receipt.Kind.DELIVERED, time(delivery.path("watermark"), at)))
                : Meaning.of(receipts);
    }

    private static Meaning read(ChannelType channel, String person, JsonNode read, Instant at) {
        String mid = SendGridEvents.text(read, "mid");
        return mid == null
                ? Meaning.of(new UpTo(channel, person, Receipt.Kind.OPENED, time(read.path("watermark"), at)))
                : Meaning.of(new Receipt(null, channel, person, mid, Receipt.Kind.OPENED, at, null));
    }

    private static void put(Map<String, String> metadata, String key, @Nullable String value) {
        if (value != null) {
            metadata.put(key, value);
        }
    }

    private static Instant time(JsonNode millis, Instant otherwise) {
        long value = millis.asLong(0);
        boolean credible = value > 0 && value <= otherwise.plus(CLOCKS_APART).toEpochMilli();
        return credible ? Instant.ofEpochMilli(value) : otherwise;
    }
}
