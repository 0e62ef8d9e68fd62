package dev.cadenza.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the API of workflows takes and gives. */
final class WorkflowViews {

    private WorkflowViews() {
    }

    /**
     * A whole workflow, to create one; to change one, what is null stays.
     *
     * @param graph nodes and edges as React Flow's {@code toObject()} writes them; any further fields are kept
     * @param triggers with {@code actions} in place of a graph: what starts the workflow
     * @param actions a list of actions with {@code parent_action_id} and {@code branch}, from which the graph is made
     * @param version the {@code version} that was read before; where it is no longer that one, nothing changes
     */
    record Write(@Nullable String name, @Nullable String description, @Nullable JsonNode graph,
            @Nullable JsonNode triggers, @Nullable JsonNode actions, WorkflowSettings.@Nullable Write settings,
            @Nullable Integer version) {
    }

    /**
     * @param activeVersion what leads that come in take; null where it was never active
     * @param executionCount how often leads came in, in all versions (requirement 3, workflows); left out in lists
     * @param graph JSON, left out in lists
     */
    record View(UUID id, String name, @Nullable String description, WorkflowStatus status,
            @Nullable Integer activeVersion, @Nullable String createdBy, Instant createdAt, Instant updatedAt,
            @Nullable Instant activatedAt, @Nullable Instant deactivatedAt, int version,
            @JsonRawValue @Schema(implementation = Object.class) @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable String graph, WorkflowSettings settings,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long executionCount) {

        static View of(Workflow workflow, boolean whole) {
            return of(workflow, whole, null);
        }

        static View of(Workflow workflow, boolean whole, @Nullable Long executions) {
            return new View(workflow.id(), workflow.name(), workflow.description(), workflow.status(),
                    workflow.activeVersion(), workflow.createdBy(), workflow.createdAt(), workflow.updatedAt(),
                    workflow.activatedAt(), workflow.deactivatedAt(), workflow.version(),
                    whole ? workflow.graph() : null, workflow.settings(), executions);
        }
    }

    /** @param diagnostics empty where the workflow can be activated */
    record Checked(boolean ok, List<Diagnosis> diagnostics) {
    }

    /** One activation. @param inside leads that are in this version now */
    record VersionView(int version, UUID journeyId, String processDefinitionId, Instant activatedAt,
            @Nullable String activatedBy, long entered, long inside) {
    }

    /** What becomes of the leads inside. */
    enum Inside { FINISH, END }

    record Deactivation(@Nullable Inside inside) {
    }

    /** @param data what conditions can read as {@code trigger.…} */
    record EnterWrite(@Nullable List<UUID> leadIds, @Nullable JsonNode data) {
    }

    /** @param refused by lead, why it did not come in */
    record Entered(List<UUID> entered, Map<UUID, String> refused) {
    }
}
