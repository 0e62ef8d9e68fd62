package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.compiler.Plan;
import dev.cadenza.compiler.Step;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.journey.Journey;
import dev.cadenza.journey.JourneySettings;
import dev.cadenza.journey.Journeys;
import dev.cadenza.lead.EventKind;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import dev.cadenza.trigger.Triggers;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets workflows begin and end to let leads in. */
@Component
class WorkflowLaunch {

    private static final Logger LOG = LoggerFactory.getLogger(WorkflowLaunch.class);

    private final Workflows workflows;
    private final WorkflowPlanner planner;
    private final Journeys journeys;
    private final Triggers triggers;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ActivityLog activity;
    private final Clock clock;

    WorkflowLaunch(Workflows workflows, WorkflowPlanner planner, Journeys journeys, Triggers triggers,
            JdbcClient jdbc, TransactionTemplate transaction, ActivityLog activity, Clock clock) {
        this.workflows = workflows;
        this.planner = planner;
        this.journeys = journeys;
        this.triggers = triggers;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.activity = activity;
        this.clock = clock;
    }

    /**
     * Makes a version of what is drawn now, which leads take that come in from now on. All in one transaction: there is
     * no moment in which a trigger finds no version.
     *
     * @throws Rejected with every diagnosis
     */
    void activate(UUID id) {
        transaction.executeWithoutResult(status -> {
            Workflow workflow = lock(id);
            JsonNode graph = GraphText.read(workflow.graph());
            WorkflowPlanner.Planned planned = planner.plan(id, workflow.name(), graph, workflow.settings());
            if (!planned.diagnoses().isEmpty()) {
                throw new Rejected(errors(planned.diagnoses(), graph));
            }
            Journey journey = journeys.deploy(id, planned.plan(), settings(workflow, planned.plan()));
            journeys.goOn(id); // what an end held before
            triggers.replace(id, planned.triggers());
            Instant now = clock.instant();
            workflow.activate(journey.id(), journey.version(), now);
            jdbc.sql("""
                    insert into workflow_version (workflow_id, version, journey_id, graph, activated_at, activated_by)
                    values (:workflow, :version, :journey, :graph, :now, :by)""")
                    .param("workflow", id).param("version", journey.version()).param("journey", journey.id())
                    .param("graph", workflow.graph()).param("now", Timestamp.from(now))
                    .param("by", SignedInUser.current().map(SignedInUser::email).orElse(null)).update();
            activity.record(Action.WORKFLOW_ACTIVATED, id,
                    Map.of("name", workflow.name(), "version", journey.version()));
        });
    }

    /**
     * @param end whether those inside leave at once; else they go on to their end
     * @throws Conflict where somebody activates it again before those inside are ended: then they go on
     */
    void deactivate(UUID id, boolean end) {
        transaction.executeWithoutResult(status -> {
            Workflow workflow = lock(id);
            triggers.remove(id);
            if (workflow.deactivate(clock.instant())) {
                activity.record(Action.WORKFLOW_DEACTIVATED, id, Map.of("name", workflow.name(), "ended", end));
            }
        });
        if (end) {
            // Nobody comes in any more. A process that dies from here on has held too much and not too little.
            journeys.hold(id);
            if (!Boolean.TRUE.equals(transaction.execute(status -> ended(lock(id))))) {
                throw new Conflict("activated-meanwhile", "Somebody activated the workflow meanwhile.");
            }
            while (journeys.deleteInstances(id)) {
                LOG.debug("Instances of workflow {} are being deleted", id);
            }
        }
    }

    private boolean ended(Workflow workflow) {
        if (workflow.status() == WorkflowStatus.ACTIVE) {
            journeys.goOn(workflow.id());
            return false;
        }
        journeys.cancel(workflow.id(), "the workflow was deactivated");
        return true;
    }

    private JourneySettings settings(Workflow workflow, Plan plan) {
        WorkflowSettings how = workflow.settings();
        Map<UUID, UUID> opened = journeys.open(workflow.id(), senders(plan), how.pace());
        UUID own = how.senderAccountId();
        return new JourneySettings(own == null ? null : opened.get(own), own, how.window(), how.leadTimezone(),
                how.cohortSize(), opened, true, dealsWithReplies(plan));
    }

    /** Those that the steps name. */
    private static Set<UUID> senders(Plan plan) {
        Set<UUID> senders = new TreeSet<>();
        plan.steps().stream().filter(Step.Send.class::isInstance).map(Step.Send.class::cast).map(Step.Send::via)
                .filter(Objects::nonNull).flatMap(via -> Stream.of(via.sender(), via.fallbackSender()))
                .filter(Objects::nonNull).forEach(senders::add);
        return senders;
    }

    /** Where a step waits for replies, or a goal is one, a reply is no reason to leave. */
    private static boolean dealsWithReplies(Plan plan) {
        return plan.steps().stream().map(step -> step instanceof Step.WaitFor wait ? wait.event()
                : step instanceof Step.Goal goal ? goal.event() : null)
                .anyMatch(event -> event != null && event.kind() == EventKind.MESSAGE_REPLIED);
    }

    /** Each diagnosis as the fault of a field of the graph. */
    static List<FieldError> errors(List<Diagnosis> diagnoses, JsonNode graph) {
        return diagnoses.stream().map(diagnosis -> FieldError.of(field(diagnosis, graph), diagnosis.code(),
                diagnosis.message())).toList();
    }

    private static String field(Diagnosis diagnosis, JsonNode graph) {
        JsonNode nodes = graph.path("nodes");
        for (int i = 0; i < nodes.size() && diagnosis.nodeId() != null; i++) {
            if (nodes.get(i).path("id").asText().equals(diagnosis.nodeId())) {
                return "graph.nodes[" + i + "]" + (diagnosis.field() == null ? "" : ".data." + diagnosis.field());
            }
        }
        return "graph";
    }

    private Workflow lock(UUID id) {
        return workflows.lock(id).orElseThrow(() -> new NotFound("workflow", id));
    }
}
