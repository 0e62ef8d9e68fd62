package dev.cadenza.trigger;

import dev.cadenza.event.EventCondition;
import dev.cadenza.event.LeadEvent;
import java.util.UUID;

/** A trigger of an active workflow, ready to be asked. Two are never equal unless they are the same. */
final class ActiveTrigger {

    private final UUID workflowId;
    private final String node;
    private final TriggerConfig config;

    ActiveTrigger(UUID workflowId, String node, TriggerConfig config) {
        this.workflowId = workflowId;
        this.node = node;
        this.config = config;
    }

    UUID workflowId() {
        return workflowId;
    }

    String node() {
        return node;
    }

    TriggerConfig config() {
        return config;
    }

    /** Whether the event, of the right kind and key, is one that it waits for. */
    boolean accepts(LeadEvent event) {
        ScoreThreshold threshold = config.threshold();
        EventCondition payload = config.payload();
        return (threshold == null || threshold.crossed(event.payload()))
                && (payload == null || payload.holds(event.payload()));
    }
}
