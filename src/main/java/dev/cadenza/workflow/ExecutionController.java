package dev.cadenza.workflow;

import dev.cadenza.journey.EnrollmentStatus;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Tag(name = "Workflow executions")
class ExecutionController {

    private final WorkflowDesk desk;
    private final WorkflowExecutions executions;

    ExecutionController(WorkflowDesk desk, WorkflowExecutions executions) {
        this.desk = desk;
        this.executions = executions;
    }

    @GetMapping("/workflows/{id}/executions")
    @Operation(summary = "Who is or was in the workflow, newest first, by lead, status and whether a node failed")
    PageResponse<ExecutionViews.View> list(@PathVariable UUID id,
            @RequestParam(required = false) @Nullable EnrollmentStatus status,
            @RequestParam(required = false) @Nullable UUID leadId, @RequestParam(defaultValue = "false") boolean failed,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        desk.require(id);
        return executions.list(new WorkflowExecutions.Filter(id, status == null ? null : status.name(), leadId, failed),
                PageQuery.of(page, size));
    }

    @GetMapping("/executions/{id}")
    @Operation(summary = "One lead's passage through a workflow: what brought it in, and where it is")
    ExecutionViews.View one(@PathVariable UUID id) {
        return executions.get(id);
    }

    @GetMapping("/executions/{id}/logs")
    @Operation(summary = "What each node did with the lead: status, input, output, error and duration")
    PageResponse<ExecutionViews.Log> logs(@PathVariable UUID id,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return executions.logs(id, PageQuery.of(page, size));
    }
}
