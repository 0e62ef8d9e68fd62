package dev.cadenza.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.lead.EventKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a lead, as its producer reports it.
 *
 * @param key which of its kind; see {@link EventKind}
 * @param payload an object, small; what conditions about the event read
 * @param origin id of the row that reported it (a message, a data event); with the kind it makes the event unique,
 *     so that reporting twice changes nothing; null where twice is twice
 */
public record NewEvent(UUID leadId, EventKind kind, @Nullable String key, JsonNode payload, Instant occurredAt,
        @Nullable UUID origin) {
}
