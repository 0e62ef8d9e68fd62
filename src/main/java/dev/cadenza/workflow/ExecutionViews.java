package dev.cadenza.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Executions and their logs, as requirement 3 (workflow_executions, workflow_execution_logs) has them. */
final class ExecutionViews {

    private ExecutionViews() {
    }

    /**
     * One lead's passage through one version of a workflow.
     *
     * @param trigger id of the trigger's node, or how else it came in: {@code manual}, {@code start}
     * @param nodeId where it is or was last
     * @param failed whether its latest node failed, so that somebody has to look
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record View(UUID id, UUID workflowId, int workflowVersion, UUID leadId, @Nullable String email, String status,
            @Nullable String trigger, @Nullable UUID eventId, @Nullable JsonNode triggerData, @Nullable String nodeId,
            @Nullable String nodeName, boolean failed, Instant startedAt, @Nullable Instant completedAt,
            @Nullable String reason, @Nullable String processInstanceId) {
    }

    /**
     * What one node did with the lead.
     *
     * @param visit how often the lead had come to it, from 1
     * @param durationMs null while it is not over
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Log(long id, @Nullable String nodeId, String nodeName, int visit, String status, @Nullable JsonNode input,
            @Nullable JsonNode output, @Nullable String error, Instant startedAt, @Nullable Long durationMs) {
    }
}
