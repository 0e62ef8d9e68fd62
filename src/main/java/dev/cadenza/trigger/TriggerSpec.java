package dev.cadenza.trigger;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One trigger of a workflow, as its graph says it.
 *
 * @param node id of the trigger's node
 * @param type {@code event}, {@code schedule}, {@code webhook} or {@code manual}
 * @param config the node's data: for an event {@code event} (a {@code dev.cadenza.lead.EventKind}), {@code key},
 *     {@code condition} (about the payload), {@code leadCondition} (the language of segments); for a schedule
 *     {@code cron}, {@code timezone}, {@code segmentId} or {@code listId}
 */
public record TriggerSpec(String node, String type, JsonNode config) {
}
