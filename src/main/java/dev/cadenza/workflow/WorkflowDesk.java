package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.access.Ownership;
import dev.cadenza.access.Visibility;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.compiler.PlanCompiler;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.platform.Ids;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where a marketer draws workflows. */
@Component
@Transactional
class WorkflowDesk {

    private final Workflows workflows;
    private final WorkflowPlanner planner;
    private final Ownership ownership;
    private final Visibility visibility;
    private final JdbcClient jdbc;
    private final ActivityLog activity;
    private final Clock clock;

    WorkflowDesk(Workflows workflows, WorkflowPlanner planner, Ownership ownership, Visibility visibility,
            JdbcClient jdbc, ActivityLog activity, Clock clock) {
        this.workflows = workflows;
        this.planner = planner;
        this.ownership = ownership;
        this.visibility = visibility;
        this.jdbc = jdbc;
        this.activity = activity;
        this.clock = clock;
    }

    WorkflowViews.View create(WorkflowViews.Write write) {
        Workflow.Content content = WorkflowInput.check(null, write);
        Workflow workflow = new Workflow(Ids.next(), content,
                SignedInUser.current().map(SignedInUser::email).orElse(null), clock.instant());
        workflows.saveAndFlush(workflow);
        ownership.own("workflows", workflow.id());
        activity.record(Action.WORKFLOW_CREATED, workflow.id(), Map.of("name", workflow.name()));
        return WorkflowViews.View.of(workflow, true);
    }

    WorkflowViews.View change(UUID id, WorkflowViews.Write write) {
        Workflow workflow = workflows.lock(id).orElseThrow(() -> new NotFound("workflow", id));
        workflow.requireVersion(write.version());
        Instant now = clock.instant();
        workflow.write(WorkflowInput.check(content(workflow), write), now);
        workflows.flush();
        activity.record(Action.WORKFLOW_UPDATED, id, Map.of("name", workflow.name()));
        return WorkflowViews.View.of(workflow, true);
    }

    void delete(UUID id) {
        Workflow workflow = workflows.lock(id).orElseThrow(() -> new NotFound("workflow", id));
        workflow.requireNeverActive();
        workflows.delete(workflow);
        activity.record(Action.WORKFLOW_DELETED, id, Map.of("name", workflow.name()));
        ownership.forget(id);
    }

    @Transactional(readOnly = true)
    WorkflowViews.View get(UUID id) {
        return WorkflowViews.View.of(find(id), true, jdbc.sql("select count(*) from enrollment where owner_id = :id")
                .param("id", id).query(Long.class).single());
    }

    /** @throws NotFound where there is none */
    @Transactional(readOnly = true)
    void require(UUID id) {
        find(id);
    }

    @Transactional(readOnly = true)
    PageResponse<WorkflowViews.View> list(@Nullable WorkflowStatus status, PageQuery page) {
        String where = " from workflow w where " + visibility.condition("w.id")
                + " and (cast(:status as text) is null or w.status = :status)";
        String word = status == null ? null : status.name();
        List<UUID> ids = jdbc.sql("select w.id" + where + " order by w.created_at desc, w.id limit :size offset :offset")
                .param("status", word, Types.VARCHAR).param("size", page.size()).param("offset", page.offset())
                .query(UUID.class).list();
        Map<UUID, Workflow> found = workflows.findAllById(ids).stream()
                .collect(Collectors.toMap(Workflow::id, workflow -> workflow));
        return PageResponse.of(ids.stream().map(found::get).filter(Objects::nonNull)
                .map(workflow -> WorkflowViews.View.of(workflow, false)).toList(), page.page(), page.size(),
                jdbc.sql("select count(*)" + where).param("status", word, Types.VARCHAR).query(Long.class).single());
    }

    /** What keeps the workflow, changed as written, from being activated. Nothing is saved. */
    @Transactional(readOnly = true)
    WorkflowViews.Checked check(UUID id, WorkflowViews.@Nullable Write write) {
        Workflow workflow = find(id);
        Workflow.Content content = write == null ? content(workflow) : WorkflowInput.check(content(workflow), write);
        return checked(id, content);
    }

    /** The same for a workflow that was not saved yet; one without a name has one here. */
    @Transactional(readOnly = true)
    WorkflowViews.Checked check(WorkflowViews.Write write) {
        return checked(Ids.next(), WorkflowInput.check(new Workflow.Content("Workflow", null,
                "{\"nodes\":[],\"edges\":[]}", WorkflowSettings.DEFAULTS), write));
    }

    private WorkflowViews.Checked checked(UUID id, Workflow.Content content) {
        List<Diagnosis> found = plan(id, content).diagnoses();
        return new WorkflowViews.Checked(found.isEmpty(), found);
    }

    /**
     * The BPMN of the workflow as it is drawn now.
     *
     * @throws Rejected with what keeps it from being compiled
     */
    @Transactional(readOnly = true)
    String bpmn(UUID id) {
        Workflow workflow = find(id);
        WorkflowPlanner.Planned planned = plan(id, content(workflow));
        if (!planned.diagnoses().isEmpty()) {
            throw new Rejected(WorkflowLaunch.errors(planned.diagnoses(), GraphText.read(workflow.graph())));
        }
        return PlanCompiler.compile(planned.plan()).xml();
    }

    private WorkflowPlanner.Planned plan(UUID id, Workflow.Content content) {
        JsonNode graph = GraphText.read(content.graph());
        return planner.plan(id, content.name(), graph, content.settings());
    }

    private static Workflow.Content content(Workflow workflow) {
        return new Workflow.Content(workflow.name(), workflow.description(), workflow.graph(), workflow.settings());
    }

    private Workflow find(UUID id) {
        return workflows.findById(id).orElseThrow(() -> new NotFound("workflow", id));
    }
}
