package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.trigger.TriggerSpec;
import dev.cadenza.trigger.Triggers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the triggers of a graph. */
@Component
class TriggerNodes {

    private final Triggers triggers;

    TriggerNodes(Triggers triggers) {
        this.triggers = triggers;
    }

    List<TriggerSpec> specs(Graph graph, Diagnoses diagnoses) {
        List<TriggerSpec> specs = new ArrayList<>();
        for (Node node : triggers(graph)) {
            String type = node.data().path("triggerType").asText(node.data().has("event") ? "event" : "manual");
            TriggerSpec spec = new TriggerSpec(node.id(), type.toLowerCase(Locale.ROOT), named(node.data()));
            triggers.check(spec).forEach(error -> diagnoses.add(node.id(), error.field(), error.code(),
                    error.message()));
            specs.add(spec);
        }
        if (specs.isEmpty()) {
            diagnoses.graph("no-trigger", "Nothing starts the workflow: it needs a trigger, be it a manual one.");
        }
        return specs;
    }

    /** An event may be called as people call it, here as in every other node. */
    private static JsonNode named(JsonNode data) {
        return data.path("event").isTextual() && data instanceof ObjectNode object
                ? Events.kind(data.get("event").textValue()).<JsonNode>map(kind ->
                        object.deepCopy().put("event", kind.name())).orElse(data)
                : data;
    }

    /** Id of the node that all triggers lead to; null where there is none. */
    @Nullable String first(Graph graph, Links links, Diagnoses diagnoses) {
        String first = null;
        for (Node node : triggers(graph)) {
            String target = links.target(node, Handles.NEXT);
            if (target == null) {
                diagnoses.add(node.id(), null, "trigger-leads-nowhere", "Nothing comes after the trigger "
                        + node.quoted() + ".");
            } else if (first != null && !first.equals(target)) {
                diagnoses.add(node.id(), null, "several-starts", "All triggers must lead to the same node; "
                        + node.quoted() + " leads to another one. A condition can part the leads there.");
            } else {
                first = target;
            }
        }
        return first;
    }

    private static List<Node> triggers(Graph graph) {
        return graph.nodes().values().stream().filter(node -> node.type() == NodeType.TRIGGER).toList();
    }
}
