package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/workflows")
@Tag(name = "Workflows")
class WorkflowController {

    private static final int MOST_BY_HAND = 10_000;

    private final WorkflowDesk desk;
    private final WorkflowLaunch launch;
    private final WorkflowEntering entering;
    private final WorkflowVersions versions;
    private final TransactionTemplate transaction;

    WorkflowController(WorkflowDesk desk, WorkflowLaunch launch, WorkflowEntering entering, WorkflowVersions versions,
            TransactionTemplate transaction) {
        this.desk = desk;
        this.launch = launch;
        this.entering = entering;
        this.versions = versions;
        this.transaction = transaction;
    }

    @PostMapping
    @Operation(summary = "Draw a new workflow: a graph as React Flow writes it, or triggers and actions")
    ResponseEntity<WorkflowViews.View> create(@RequestBody WorkflowViews.Write write) {
        WorkflowViews.View view = desk.create(write);
        return ResponseEntity.created(URI.create("/api/v1/workflows/" + view.id())).body(view);
    }

    @GetMapping
    @Operation(summary = "All workflows, newest first, without their graphs")
    PageResponse<WorkflowViews.View> list(@RequestParam(required = false) @Nullable WorkflowStatus status,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return desk.list(status, PageQuery.of(page, size));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One workflow with its graph, as it was written")
    WorkflowViews.View get(@PathVariable UUID id) {
        return desk.get(id);
    }

    @PatchMapping("/{id}")
    @Operation(summary = "Change a workflow; what is not given stays. Leads get to see it when it is activated again")
    WorkflowViews.View change(@PathVariable UUID id, @RequestBody WorkflowViews.Write write) {
        return desk.change(id, write);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a workflow that was never active")
    void delete(@PathVariable UUID id) {
        desk.delete(id);
    }

    @PostMapping("/check")
    @Operation(summary = "What is wrong with a workflow that was not saved, each fault on its node")
    WorkflowViews.Checked check(@RequestBody WorkflowViews.Write write) {
        return desk.check(write);
    }

    @PostMapping("/{id}/check")
    @Operation(summary = "What is wrong with the workflow, with these changes if any; nothing is saved")
    WorkflowViews.Checked check(@PathVariable UUID id,
            @RequestBody(required = false) WorkflowViews.@Nullable Write write) {
        return desk.check(id, write);
    }

    @GetMapping(value = "/{id}/bpmn", produces = "application/xml")
    @Operation(summary = "The workflow as executable BPMN 2.0 with its diagram, before it is activated too")
    String bpmn(@PathVariable UUID id) {
        return desk.bpmn(id);
    }

    @PostMapping("/{id}/activate")
    @Operation(summary = "Make a version of what is drawn and let leads in; those inside go on with theirs")
    WorkflowViews.View activate(@PathVariable UUID id) {
        launch.activate(id);
        return desk.get(id);
    }

    @PostMapping("/{id}/deactivate")
    @Operation(summary = "Let nobody in any more; those inside finish, or end at once")
    WorkflowViews.View deactivate(@PathVariable UUID id,
            @RequestBody(required = false) WorkflowViews.@Nullable Deactivation how) {
        launch.deactivate(id, how != null && how.inside() == WorkflowViews.Inside.END);
        return desk.get(id);
    }

    @GetMapping("/{id}/versions")
    @Operation(summary = "The workflow's activations, newest first, with how many leads are in each")
    List<WorkflowViews.VersionView> versions(@PathVariable UUID id) {
        desk.require(id);
        return versions.of(id);
    }

    @PostMapping("/{id}/enter")
    @Operation(summary = "Let leads in by hand; the re-entry rule holds")
    WorkflowViews.Entered enter(@PathVariable UUID id, @RequestBody WorkflowViews.EnterWrite write) {
        desk.require(id);
        if (write.leadIds() == null || write.leadIds().isEmpty() || write.leadIds().contains(null)
                || write.leadIds().size() > MOST_BY_HAND) {
            throw new Rejected(FieldError.of("leadIds", "required", "Name 1 to " + MOST_BY_HAND + " leads."));
        }
        if (write.data() != null && (!write.data().isObject() || Texts.unstorable(write.data()))) {
            throw new Rejected(FieldError.of("data", "invalid", "It must be an object of texts that can be stored."));
        }
        return transaction.execute(status -> {
            var let = entering.byHand(id, write.leadIds().stream().distinct().toList(),
                    write.data() == null ? JsonNodeFactory.instance.objectNode() : write.data());
            return new WorkflowViews.Entered(let.entered(), let.refused());
        });
    }
}
