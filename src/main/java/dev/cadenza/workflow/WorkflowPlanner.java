package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.compiler.Diagnostic;
import dev.cadenza.compiler.Plan;
import dev.cadenza.compiler.PlanCheck;
import dev.cadenza.compiler.ProcessTerms;
import dev.cadenza.compiler.Step;
import dev.cadenza.trigger.TriggerSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Turns a drawn graph into a plan, and says of each node what is wrong with it. */
@Component
class WorkflowPlanner {

    private final SendNodes sends;
    private final Known known;
    private final TriggerNodes triggers;
    private final Events events;

    WorkflowPlanner(SendNodes sends, Known known, TriggerNodes triggers, Events events) {
        this.events = events;
        this.sends = sends;
        this.known = known;
        this.triggers = triggers;
    }

    /** @param plan may have faults where there are diagnoses */
    record Planned(Plan plan, List<TriggerSpec> triggers, List<Diagnosis> diagnoses) {
    }

    /** The id of the workflow's process. */
    static String key(UUID workflowId) {
        return "workflow-" + workflowId;
    }

    Planned plan(UUID workflowId, String name, JsonNode json, WorkflowSettings settings) {
        Diagnoses diagnoses = new Diagnoses();
        Graph graph = Graph.read(json, diagnoses);
        Links links = Links.of(graph, diagnoses);
        List<Node> working = graph.nodes().values().stream().filter(node -> node.type() != NodeType.TRIGGER).toList();
        StepIds ids = new StepIds(working);
        NodeSteps steps = new NodeSteps(ids, links, diagnoses, events);
        List<TriggerSpec> starts = triggers.specs(graph, diagnoses);
        String start = Optional.ofNullable(ids.orNull(triggers.first(graph, links, diagnoses))).orElse("");
        List<Step> all = new ArrayList<>();
        Map<String, Plan.Retry> retries = new HashMap<>();
        for (Node node : working) {
            NodeData data = NodeData.of(node, diagnoses);
            boolean first = all.stream().noneMatch(Step.Send.class::isInstance);
            all.addAll(steps(node, data, ids, steps, settings, first));
            retry(data, ids.of(node.id()), retries);
        }
        Plan plan = new Plan(key(workflowId), name, start, all, retries, places(graph, ids), settings.visits());
        check(plan, ids, graph, diagnoses);
        return new Planned(plan, starts, diagnoses.found());
    }

    private List<Step> steps(Node node, NodeData data, StepIds ids, NodeSteps steps, WorkflowSettings settings,
            boolean first) {
        ActionSteps actions = new ActionSteps(steps, ids, known);
        return switch (node.type()) {
            case SEND -> List.of(sends.step(node, data, steps, settings.senderAccountId(), first));
            case DELAY -> List.of(steps.delay(node, data));
            case WAIT_FOR_EVENT -> List.of(steps.waitForEvent(node, data));
            case CONDITION -> List.of(steps.condition(node, data, branch -> known.condition(branch, ids)));
            case SPLIT -> List.of(steps.split(node, data));
            case UPDATE_LEAD -> actions.updateLead(node, data);
            case LIST -> List.of(actions.list(node, data));
            case ENRICH -> List.of(actions.enrich(node, data));
            case WEBHOOK -> List.of(actions.webhook(node, data));
            case HUMAN_TASK -> List.of(steps.humanTask(node, data));
            case START -> List.of(actions.start(node, data));
            case GOAL -> List.of(steps.goal(node, data));
            case END -> List.of(new Step.End(steps.id(node), node.name()));
            case TRIGGER, NOTE -> List.of();
        };
    }

    private static void retry(NodeData data, String step, Map<String, Plan.Retry> retries) {
        Optional<JsonNode> rule = data.object("retry");
        if (rule.isPresent() && rule.get().isObject()) {
            NodeData retry = new NodeData(data.node(), rule.get(), "retry.", data.diagnoses());
            retries.put(step, new Plan.Retry(retry.integer("times"), retry.requiredDuration("every")));
        } else if (rule.isPresent()) {
            data.fault("retry", "invalid", "must be an object of times and every");
        }
    }

    /** None unless everything has one and they differ: a form without a drawing is laid out by itself. */
    private static Map<String, Plan.Place> places(Graph graph, StepIds ids) {
        Map<String, Plan.Place> places = new HashMap<>();
        for (Node node : graph.nodes().values()) {
            if (node.place() == null) {
                return Map.of();
            }
            if (node.type() == NodeType.TRIGGER) {
                places.putIfAbsent(ProcessTerms.START, node.place());
            } else {
                places.put(ids.of(node.id()), node.place());
            }
        }
        return places.values().stream().distinct().count() < places.size() ? Map.of() : places;
    }

    /** What the node's data is missing was said already, with the field's name. */
    private static void check(Plan plan, StepIds ids, Graph graph, Diagnoses diagnoses) {
        Set<String> told = diagnoses.found().stream().map(Diagnosis::nodeId).filter(id -> id != null)
                .collect(Collectors.toSet());
        boolean started = diagnoses.found().stream().anyMatch(other -> other.code().equals("no-trigger")
                || other.code().equals("trigger-leads-nowhere"));
        for (Diagnostic fault : PlanCheck.check(plan)) {
            String origin = fault.stepId() == null ? null : ids.origins().get(fault.stepId());
            Node node = origin == null ? null : graph.nodes().get(origin);
            boolean target = fault.code().equals("target-missing");
            if (!target && fault.code().endsWith("-missing") && told.contains(String.valueOf(origin))
                    || started && (fault.code().equals("start-missing") || fault.code().equals("plan-empty"))) {
                continue;
            }
            if (target && node != null && node.type() == NodeType.CONDITION
                    && fault.message().contains("\"Otherwise\"")) {
                diagnoses.add(origin, Handles.ELSE, "missing-else", "The condition " + node.quoted() + " does not say "
                        + "where leads go for whom nothing holds: draw an edge from its handle \"else\".");
            } else {
                diagnoses.add(origin, null, fault.code(), fault.message());
            }
        }
    }
}
