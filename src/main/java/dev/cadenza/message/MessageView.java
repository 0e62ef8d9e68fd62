package dev.cadenza.message;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as the API shows it.
 *
 * @param status QUEUED, CLAIMED, SENDING, SENT, FAILED, UNKNOWN, BOUNCED, CANCELLED, SUPPRESSED, SKIPPED, or RECEIVED
 *         for what came in
 * @param attempts how often it was handed to a provider
 * @param reason why it failed, waits for another attempt, or was withdrawn
 */
record MessageView(
        UUID id,
        String direction,
        String channel,
        String status,
        @Nullable UUID leadId,
        @Nullable UUID campaignId,
        @Nullable UUID enrollmentId,
        @Nullable String stepId,
        @Nullable UUID draftId,
        @Nullable UUID senderAccountId,
        String address,
        @Nullable Instant scheduledFor,
        int attempts,
        @Nullable Instant handedOverAt,
        @Nullable Instant sentAt,
        @Nullable Instant deliveredAt,
        @Nullable Instant openedAt,
        @Nullable Instant clickedAt,
        @Nullable Instant bouncedAt,
        @Nullable String providerId,
        @Nullable String reason,
        Instant createdAt) {

    /**
     * One message with its content.
     *
     * @param html as it was approved, without tracking
     * @param expectedAt when it will probably go, where it is queued
     * @param waitsFor why not earlier
     */
    record Whole(MessageView message, @Nullable String subject, @Nullable String html, @Nullable String text,
            @Nullable Instant expectedAt, @Nullable String waitsFor) {
    }
}
