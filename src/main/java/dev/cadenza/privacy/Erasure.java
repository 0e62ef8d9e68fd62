package dev.cadenza.privacy;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The erasure of one person. Who it was is not told; the lead's id is, until it is done.
 *
 * @param rowCount rows that were deleted or made anonymous
 */
record Erasure(UUID id, Status status, @Nullable UUID leadId, @Nullable String requestedBy, Instant requestedAt,
        @Nullable Instant finishedAt, int rowCount) {

    enum Status {
        RUNNING, DONE
    }
}
