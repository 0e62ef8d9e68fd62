package dev.cadenza.workflow;

import dev.cadenza.journey.EnrollmentStatus;
import dev.cadenza.journey.Executions;
import dev.cadenza.journey.Retrying;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Tag(name = "Workflow executions")
class ExecutionController {

    private final WorkflowDesk desk;
    private final Executions executions;
    private final Retrying retrying;
    private final NodeNames names;

    ExecutionController(WorkflowDesk desk, Executions executions, Retrying retrying, NodeNames names) {
        this.desk = desk;
        this.executions = executions;
        this.retrying = retrying;
        this.names = names;
    }

    @GetMapping("/workflows/{id}/executions")
    @Operation(summary = "Who is or was in the workflow, newest first; status is RUNNING, FAILED or how it ended")
    PageResponse<ExecutionViews.View> list(@PathVariable UUID id,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable UUID leadId,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        desk.get(id);
        if (status != null && !statuses().contains(status)) {
            throw new Rejected(FieldError.of("status", "invalid", "A status is one of "
                    + String.join(", ", statuses()) + "."));
        }
        PageResponse<Executions.Execution> found = executions.list(id, status, leadId, PageQuery.of(page, size));
        Map<Integer, NodeNames.Nodes> versions = new HashMap<>();
        return PageResponse.of(found.content().stream().map(execution -> ExecutionViews.View.of(execution,
                versions.computeIfAbsent(execution.version(), version -> names.of(id, version)))).toList(),
                found.page(), found.size(), found.totalElements());
    }

    @GetMapping("/executions/{id}")
    @Operation(summary = "One lead's passage through a workflow: what brought it in, and where it is")
    ExecutionViews.View one(@PathVariable UUID id) {
        Executions.Execution execution = executions.get(id);
        return ExecutionViews.View.of(execution, names.of(execution.workflowId(), execution.version()));
    }

    @GetMapping("/executions/{id}/logs")
    @Operation(summary = "What each node did with the lead: status, input, output, error and duration, live")
    List<ExecutionViews.Log> logs(@PathVariable UUID id) {
        Executions.Execution execution = executions.get(id);
        NodeNames.Nodes nodes = names.of(execution.workflowId(), execution.version());
        return executions.logs(id).stream().map(line -> ExecutionViews.Log.of(line, nodes)).toList();
    }

    @PostMapping("/executions/{id}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Try the node again at which this lead stands at an incident")
    ExecutionViews.View retry(@PathVariable UUID id) {
        retrying.one(id);
        return one(id);
    }

    @PostMapping("/workflows/{id}/retry-failed")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Try again for all leads that stand at an incident, in all versions")
    ExecutionViews.Retried retryAll(@PathVariable UUID id) {
        desk.get(id);
        return new ExecutionViews.Retried(retrying.all(id));
    }

    private static Set<String> statuses() {
        Set<String> statuses = new TreeSet<>(Set.of("RUNNING", "FAILED"));
        Arrays.stream(EnrollmentStatus.values()).filter(status -> !status.open()).map(Enum::name)
                .forEach(statuses::add);
        return statuses;
    }
}
