package dev.cadenza.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.audience.Audiences;
import dev.cadenza.audience.Condition;
import dev.cadenza.event.LeadEvent;
import dev.cadenza.trigger.TriggerTarget.Arrival;
import dev.cadenza.trigger.TriggerTarget.Entered;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Lets leads into workflows, and keeps who did not come in and why. */
@Component
class EntryGate {

    static final String CONDITION = "The lead does not meet the trigger's condition.";

    private final ObjectProvider<TriggerTarget> target;
    private final Audiences audiences;
    private final SkippedEntries skipped;
    private final ObjectMapper json;

    EntryGate(ObjectProvider<TriggerTarget> target, Audiences audiences, SkippedEntries skipped, ObjectMapper json) {
        this.target = target;
        this.audiences = audiences;
        this.skipped = skipped;
        this.json = json;
    }

    /** The leads of these events, in their order. */
    void let(ActiveTrigger trigger, List<LeadEvent> events) {
        arrive(trigger, events.stream().map(event -> new Arrival(event.leadId(), event.id(), event.payload())).toList());
    }

    /** These leads, for whom nothing has happened but that their time has come. @return how many came in */
    int let(ActiveTrigger trigger, List<UUID> leads, JsonNode data) {
        return arrive(trigger, leads.stream().map(lead -> new Arrival(lead, null, data)).toList());
    }

    /** Nobody: what changes the workflow's triggers waits for the caller's transaction from here on. */
    void let(UUID workflowId, String node) {
        target.getObject().enter(workflowId, node, List.of());
    }

    /** Leads that somebody sends in by hand or by a program. */
    Entered byHand(UUID workflowId, String node, List<UUID> leads) {
        return target.getObject().enter(workflowId, node, leads.stream()
                .map(lead -> new Arrival(lead, null, json.createObjectNode())).toList());
    }

    private int arrive(ActiveTrigger trigger, List<Arrival> arrivals) {
        Condition condition = trigger.config().lead();
        List<Arrival> rest = arrivals;
        if (condition != null) {
            Set<UUID> meets = audiences.matching(condition, arrivals.stream().map(Arrival::leadId)
                    .collect(Collectors.toSet()));
            List<Arrival> others = arrivals.stream().filter(arrival -> !meets.contains(arrival.leadId())).toList();
            skipped.add(trigger, others, arrival -> CONDITION);
            rest = arrivals.stream().filter(arrival -> meets.contains(arrival.leadId())).toList();
        }
        int entered = 0;
        while (!rest.isEmpty()) {
            // Whoever is in it twice comes a second time, when it is known whether the first time let it in.
            Set<UUID> once = new HashSet<>();
            List<Arrival> turn = new ArrayList<>();
            List<Arrival> next = new ArrayList<>();
            rest.forEach(arrival -> (once.add(arrival.leadId()) ? turn : next).add(arrival));
            Entered result = target.getObject().enter(trigger.workflowId(), trigger.node(), turn);
            entered += result.entered().size();
            skipped.add(trigger, turn.stream().filter(arrival -> result.refused().containsKey(arrival.leadId()))
                    .toList(), arrival -> result.refused().get(arrival.leadId()));
            rest = next;
        }
        return entered;
    }
}
