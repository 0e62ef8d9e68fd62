package dev.cadenza.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.audience.Condition;
import dev.cadenza.audience.ConditionScope;
import dev.cadenza.audience.LeadFacts;
import java.time.Instant;

/**
 * A statement about an event, in the language of segments; its fields are paths into the event's payload:
 * {@code {"field": "items.0.sku", "operator": "startsWith", "value": "A-"}}.
 */
public final class EventCondition {

    private final Condition condition;

    private EventCondition(Condition condition) {
        this.condition = condition;
    }

    /** @throws dev.cadenza.problem.Rejected naming the place of every fault, below {@code path} */
    public static EventCondition parse(JsonNode json, String path) {
        return new EventCondition(Condition.parse(json, ConditionScope.EVENT, path));
    }

    public boolean holds(JsonNode payload) {
        return condition.matches(LeadFacts.ofPayload(payload), Instant.EPOCH);
    }
}
