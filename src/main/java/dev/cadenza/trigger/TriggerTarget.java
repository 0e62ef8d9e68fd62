package dev.cadenza.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What triggers start. The module of workflows implements it. */
public interface TriggerTarget {

    /** One lead that a trigger lets in. @param eventId the event that did it; @param data its payload */
    record Arrival(UUID leadId, @Nullable UUID eventId, JsonNode data) {
    }

    /** @param refused leads that did not come in, with a sentence that says why */
    record Entered(List<UUID> entered, Map<UUID, String> refused) {
    }

    /**
     * Lets leads in, in the caller's transaction, in cohorts. Applies the workflow's re-entry rule. Until that transaction
     * is over the workflow's triggers stay as they are.
     *
     * @param workflowId a workflow that is active; one that no longer is refuses all
     * @param triggerNode id of the trigger's node in the graph
     */
    Entered enter(UUID workflowId, String triggerNode, List<Arrival> arrivals);
}
