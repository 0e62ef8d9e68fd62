package dev.cadenza.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.journey.Executions;
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
     * @param status RUNNING, FAILED while it stands at an incident, or how it ended
     * @param trigger id of the trigger's node, or how else it came in: {@code manual}, {@code start}
     * @param nodeId where it is or was last
     * @param error what went wrong at the incident
     * @param reason why it ended before its end
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record View(UUID id, UUID workflowId, int workflowVersion, UUID leadId, @Nullable String leadEmail, String status,
            @Nullable String trigger, @Nullable UUID eventId, @Nullable JsonNode triggerData, @Nullable String nodeId,
            @Nullable String nodeName, Instant startedAt, @Nullable Instant completedAt, @Nullable String error,
            @Nullable String reason, @Nullable String processInstanceId) {

        static View of(Executions.Execution execution, NodeNames.Nodes nodes) {
            return new View(execution.id(), execution.workflowId(), execution.version(), execution.leadId(),
                    execution.leadEmail(), execution.status(), execution.trigger(), execution.eventId(),
                    execution.triggerData(), execution.step() == null ? null : nodes.of(execution.step()),
                    execution.stepName(), execution.startedAt(), execution.completedAt(), execution.error(),
                    execution.reason(), execution.processInstanceId());
        }
    }

    /**
     * What one node did with the lead.
     *
     * @param visit which time the lead came to it, from 1
     * @param durationMs null while it is not over
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Log(String nodeId, String nodeName, int visit, String status, @Nullable JsonNode input,
            @Nullable JsonNode output, @Nullable String error, Instant startedAt, @Nullable Long durationMs) {

        static Log of(Executions.Line line, NodeNames.Nodes nodes) {
            return new Log(nodes.of(line.nodeId()), line.nodeName(), line.visit(), line.status(), line.input(),
                    line.output(), line.error(), line.startedAt(), line.durationMs());
        }
    }

    /** @param cohorts how many groups of leads go on */
    record Retried(int cohorts) {
    }
}
