package dev.cadenza.source;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A data source as the API shows it; its secret is shown once, when it is made.
 *
 * @param address where the other end posts to
 * @param received events in all, each counted once however often it was delivered
 * @param lastSyncAt when the latest event that was applied had come in
 */
record SourceView(UUID id, String name, SourceType type, SourceStatus status, String key, String address,
        SourceSettings settings, long received, long applied, long open, long anonymous, long refused,
        @Nullable Instant lastSyncAt, Instant createdAt, Instant updatedAt) {
}
