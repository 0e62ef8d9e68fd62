package dev.cadenza.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.lead.EventKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as the API shows it.
 *
 * @param key which of its kind it is
 * @param scoreImpact points that it is worth, before any decay
 * @param appliedAt when it took effect; null where it has not
 * @param error why it could not be applied; with {@code appliedAt}, by whom it could not
 */
record LeadEventView(UUID id, UUID leadId, EventKind kind, @Nullable String key, JsonNode payload, Instant occurredAt,
        Instant recordedAt, int scoreImpact, @Nullable Instant appliedAt, @Nullable String error) {
}
