package dev.cadenza.hook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as the API shows it.
 *
 * @param error why it could not be matched or applied
 * @param retryAt when it is tried next, where it is still to be applied
 * @param payload as it came; only where one event is shown. What is no JSON is shown as text
 */
record HookEventView(UUID id, UUID channelId, String provider, String kind, HookEvent.Status status,
        Instant receivedAt, int attempts, @Nullable String error, @Nullable Instant retryAt,
        @Nullable JsonNode payload) {
}
