package dev.cadenza.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A lead that is to come into a journey, and what brought it there.
 *
 * @param trigger id of the trigger's node
 * @param eventId the event that did it; null for other triggers
 * @param data what the trigger says; conditions of branches can read it as {@code trigger.…}
 */
public record Entry(UUID leadId, String trigger, @Nullable UUID eventId, JsonNode data) {
}
