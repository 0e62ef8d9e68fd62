package dev.cadenza.activity;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the activity log as the API gives it.
 *
 * @param action one of the words of {@code /api/v1/activities/actions}
 * @param actor the e-mail address of who did it; null where a process did
 */
record ActivityView(UUID id, Instant createdAt, String action, String entityType, @Nullable UUID entityId,
        @Nullable String actor, JsonNode metadata) {
}
