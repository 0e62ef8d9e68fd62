package dev.cadenza.inbox;

import dev.cadenza.channel.ChannelType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A message that a person wrote on a channel that is no mail.
 *
 * @param channelId the channel that it came in at
 * @param from the person's address in its normal form: E.164, or their id at Messenger or Instagram
 * @param to what they wrote to
 * @param name as they call themselves there
 * @param providerId the provider's id for the message: the same message is taken once
 * @param answersProviderId the provider's id of our message that it answers, where the person chose one
 * @param word what the provider's own opt-out handling made of it; null where it says nothing
 * @param person whether a person wrote it, who may wait for an answer
 * @param metadata what else the provider told
 */
public record InboundText(
        ChannelType channel,
        UUID channelId,
        String from,
        String to,
        @Nullable String name,
        String text,
        List<Media> media,
        String providerId,
        @Nullable String answersProviderId,
        @Nullable Word word,
        boolean person,
        Instant at,
        Map<String, String> metadata) {

    public InboundText {
        from = MailText.storable(from);
        to = MailText.storable(to);
        providerId = MailText.storable(providerId);
        name = name == null ? null : MailText.storable(name);
        text = MailText.storable(text);
        media = List.copyOf(media);
        metadata = metadata.entrySet().stream().collect(Collectors.toUnmodifiableMap(
                entry -> MailText.storable(entry.getKey()), entry -> MailText.storable(entry.getValue()), (a, b) -> a));
    }

    /** @param type MIME type, or the provider's word such as {@code image} */
    public record Media(String url, @Nullable String type) {

        public Media {
            url = MailText.storable(url);
            type = type == null ? null : MailText.storable(type);
        }
    }

    /** What a message that is nothing but one of the agreed words asks for. */
    public enum Word {
        STOP, START, HELP
    }
}
