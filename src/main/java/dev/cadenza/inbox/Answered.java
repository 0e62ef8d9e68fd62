package dev.cadenza.inbox;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message of ours that a mail answers or returns.
 *
 * @param leadId and {@code enrollmentId}: null for messages that belong to none, such as test sends
 */
record Answered(UUID id, @Nullable UUID leadId, @Nullable UUID ownerId, @Nullable UUID journeyId,
        @Nullable UUID enrollmentId, String address) {
}
