package dev.cadenza.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.lead.EventKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event of the stream. @param id rises in the order of the stream; @param scoreImpact points that it is worth */
public record LeadEvent(UUID id, UUID leadId, EventKind kind, @Nullable String key, JsonNode payload,
        Instant occurredAt, int scoreImpact) {
}
