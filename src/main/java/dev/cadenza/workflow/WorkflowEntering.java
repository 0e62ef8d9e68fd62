package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.compiler.Step;
import dev.cadenza.journey.Entrance;
import dev.cadenza.journey.Entry;
import dev.cadenza.journey.Journeys;
import dev.cadenza.trigger.TriggerTarget;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Lets leads into active workflows: for triggers, for steps of other journeys, and by hand. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class WorkflowEntering implements TriggerTarget, Entrance {

    private final Workflows workflows;
    private final Journeys journeys;
    private final JdbcClient jdbc;
    private final ActivityLog activity;

    WorkflowEntering(Workflows workflows, Journeys journeys, JdbcClient jdbc, ActivityLog activity) {
        this.workflows = workflows;
        this.journeys = journeys;
        this.jdbc = jdbc;
        this.activity = activity;
    }

    @Override
    public Entered enter(UUID workflowId, String triggerNode, List<Arrival> arrivals) {
        return enterAll(workflowId, arrivals.stream().map(arrival -> new Entry(arrival.leadId(), triggerNode,
                arrival.eventId(), arrival.data())).toList());
    }

    @Override
    public Step.StartJourney.Target kind() {
        return Step.StartJourney.Target.WORKFLOW;
    }

    @Override
    public int enter(UUID target, Collection<UUID> leads, UUID from) {
        JsonNode data = JsonNodeFactory.instance.objectNode().put("from", from.toString());
        return enterAll(target, leads.stream().map(lead -> new Entry(lead, "start", null, data)).toList())
                .entered().size();
    }

    /** Leads that somebody names. */
    Entered byHand(UUID workflowId, Collection<UUID> leads, JsonNode data) {
        Entered let = enterAll(workflowId, leads.stream().map(lead -> new Entry(lead, "manual", null, data)).toList());
        activity.record(Action.WORKFLOW_ENTERED, workflowId, Map.of("count", let.entered().size()));
        return let;
    }

    private Entered enterAll(UUID workflowId, List<Entry> entries) {
        Optional<UUID> journey = activeJourney(workflowId);
        if (journey.isEmpty()) {
            Map<UUID, String> refused = new LinkedHashMap<>();
            entries.forEach(entry -> refused.put(entry.leadId(), "The workflow is not active."));
            return new Entered(List.of(), refused);
        }
        WorkflowSettings settings = workflows.findById(workflowId).orElseThrow().settings();
        Journeys.Entries let = journeys.enter(journey.get(), entries, settings.rule());
        return new Entered(let.entered(), let.refused());
    }

    /** Shared with others who let leads in; a deactivation waits for them, and those after it find it inactive. */
    private Optional<UUID> activeJourney(UUID workflowId) {
        return jdbc.sql("select journey_id from workflow where id = :id and status = 'ACTIVE' for share")
                .param("id", workflowId).query(UUID.class).optional();
    }
}
