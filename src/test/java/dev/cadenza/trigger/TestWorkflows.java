package dev.cadenza.trigger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/** Stands for the workflows of a test; those of anybody else are let in by whoever lets them in in earnest. */
@Component
@Primary
public class TestWorkflows implements TriggerTarget {

    private final ObjectProvider<TriggerTarget> targets;
    private final Map<UUID, Function<Arrival, String>> rules = new ConcurrentHashMap<>();
    private final Map<UUID, List<Arrival>> inside = new ConcurrentHashMap<>();

    TestWorkflows(ObjectProvider<TriggerTarget> targets) {
        this.targets = targets;
    }

    /** A workflow that everybody may come into. */
    public UUID aWorkflow() {
        return aWorkflow(arrival -> null);
    }

    /** @param rule why somebody does not come in; null for everybody who does */
    public UUID aWorkflow(Function<Arrival, String> rule) {
        UUID id = UUID.randomUUID();
        rules.put(id, rule);
        inside.put(id, new CopyOnWriteArrayList<>());
        return id;
    }

    /** A workflow that a lead comes into once. */
    public UUID aWorkflowForOnce() {
        UUID[] id = new UUID[1];
        id[0] = aWorkflow(arrival -> leads(id[0]).contains(arrival.leadId()) ? "It was inside before." : null);
        return id[0];
    }

    public List<Arrival> arrivals(UUID workflow) {
        return inside.get(workflow);
    }

    /** Who came in, in order. */
    public List<UUID> leads(UUID workflow) {
        return inside.get(workflow).stream().map(Arrival::leadId).toList();
    }

    @Override
    public Entered enter(UUID workflowId, String triggerNode, List<Arrival> arrivals) {
        Function<Arrival, String> rule = rules.get(workflowId);
        if (rule == null) {
            Stream<TriggerTarget> others = targets.stream().filter(target -> target != this);
            return others.findFirst().orElseThrow().enter(workflowId, triggerNode, arrivals);
        }
        Map<UUID, String> refused = new LinkedHashMap<>();
        List<Arrival> entered = arrivals.stream().filter(arrival -> {
            String why = rule.apply(arrival);
            if (why != null) {
                refused.put(arrival.leadId(), why);
            }
            return why == null;
        }).toList();
        inside.get(workflowId).addAll(entered);
        return new Entered(entered.stream().map(Arrival::leadId).toList(), refused);
    }
}
