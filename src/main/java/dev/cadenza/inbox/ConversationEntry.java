package dev.cadenza.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message of a lead's conversation, as the API gives it.
 *
 * @param address of the lead's side: where it went to, or came from
 * @param html for inbound mail made safe to show
 * @param kind of inbound mail, such as REPLY or AUTO_REPLY; null for outbound
 * @param uncertain true where an inbound mail was matched by a guess
 * @param mailId the inbound mail as it came: {@code /api/v1/inbound-mails/{id}}
 * @param providerId the provider's own id for it
 * @param createdAt when it was queued, or came in
 * @param metadata what the channel told beside the text, such as pictures and buttons
 */
record ConversationEntry(UUID id, String direction, String channel, String state, String address,
        @Nullable String subject, @Nullable String html, @Nullable String text, @Nullable String kind,
        boolean uncertain, @Nullable UUID ownerId, @Nullable UUID enrollmentId, @Nullable String stepId,
        @Nullable UUID inReplyTo, @Nullable UUID mailId, @Nullable String providerId, Instant createdAt, @Nullable Instant scheduledFor,
        @Nullable Instant sentAt, @Nullable Instant deliveredAt, @Nullable Instant openedAt,
        @Nullable Instant clickedAt, @Nullable Instant bouncedAt, @Nullable String error,
        @Nullable JsonNode metadata) {

    /** The same with the content of its draft. */
    ConversationEntry with(@Nullable String draftSubject, @Nullable String draftHtml,
            @Nullable String draftText) {
        return new ConversationEntry(id, direction, channel, state, address, draftSubject, draftHtml, draftText, kind,
                uncertain, ownerId, enrollmentId, stepId, inReplyTo, mailId, providerId, createdAt, scheduledFor, sentAt,
                deliveredAt, openedAt, clickedAt, bouncedAt, error, metadata);
    }
}
