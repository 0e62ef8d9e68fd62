package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Draws graphs as an editor does. */
final class Drawing {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ArrayNode nodes = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode edges = JsonNodeFactory.instance.arrayNode();

    /** A manual trigger, and the node that it leads to. */
    static Drawing startingAt(String first) {
        return new Drawing().node("go", "trigger", Map.of("triggerType", "manual")).edge("go", first);
    }

    Drawing node(String id, String type, Map<String, ?> data) {
        ObjectNode node = nodes.addObject().put("id", id).put("type", type);
        node.putObject("position").put("x", nodes.size() * 200).put("y", 100);
        node.set("data", JSON.valueToTree(data));
        return this;
    }

    Drawing edge(String source, String target) {
        return edge(source, null, target);
    }

    Drawing edge(String source, String handle, String target) {
        edges.addObject().put("id", "e" + edges.size()).put("source", source).put("target", target)
                .put("sourceHandle", handle);
        return this;
    }

    ObjectNode graph() {
        ObjectNode graph = JsonNodeFactory.instance.objectNode();
        graph.set("nodes", nodes.deepCopy());
        graph.set("edges", edges.deepCopy());
        return graph;
    }
}
