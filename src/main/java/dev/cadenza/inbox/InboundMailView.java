package dev.cadenza.inbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An inbound mail as the API lists it.
 *
 * @param matchedBy what told whom it is from; SUBJECT and RECIPIENT are guesses
 * @param duplicateOf the mail that was applied in its place
 * @param answeredId the message of ours that it answers or returns
 * @param messageId what it became in the lead's conversation
 * @param error what could not be read or applied
 */
record InboundMailView(UUID id, String mailbox, Instant receivedAt, int size, String status,
        @Nullable String classification, @Nullable String matchedBy, boolean uncertain, @Nullable String rfcMessageId,
        @Nullable String fromAddress, @Nullable String fromName, @Nullable String recipients,
        @Nullable String subject, @Nullable Instant date, @Nullable UUID duplicateOf, @Nullable UUID leadId,
        @Nullable UUID answeredId, @Nullable UUID messageId, @Nullable String detail, @Nullable String error,
        int attempts, @Nullable Instant retryAt, @Nullable Instant appliedAt) {
}
