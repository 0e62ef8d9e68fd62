package dev.cadenza.channel;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One mail, ready to go.
 *
 * @param id the message's id in Cadenza
 * @param messageId RFC 5322 Message-ID with its angle brackets; the same at every attempt
 * @param envelopeFrom where bounces go (RFC 5321 MAIL FROM)
 * @param html null where the mail is plain text only
 * @param inReplyTo Message-ID of the mail that this one answers
 * @param headers further headers, such as List-Unsubscribe; names and values are free of line breaks
 */
public record OutgoingMail(
        UUID id,
        String messageId,
        String fromAddress,
        @Nullable String fromName,
        @Nullable String replyTo,
        String envelopeFrom,
        String to,
        @Nullable String toName,
        String subject,
        @Nullable String html,
        String text,
        @Nullable String inReplyTo,
        Map<String, String> headers) implements OutgoingMessage {

    public OutgoingMail {
        headers = Map.copyOf(headers);
    }
}
