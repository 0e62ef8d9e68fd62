package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cadenza.compiler.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A graph as React Flow serialises it, as far as it can be read; what can't is a diagnosis. Fields that mean nothing
 * here are passed over, they belong to the editor.
 */
record Graph(Map<String, Node> nodes, List<Edge> edges) {

    private static final int MOST = 1_000;
    private static final double FARTHEST = 1_000_000;
    private static final int DEEPEST = 10;

    static Graph read(JsonNode json, Diagnoses diagnoses) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        JsonNode drawn = json.path("nodes");
        JsonNode lines = json.path("edges");
        if (drawn.size() > MOST || lines.size() > 2 * MOST) {
            diagnoses.graph("too-large", "A graph has at most " + MOST + " nodes and " + 2 * MOST + " edges.");
            return new Graph(nodes, List.of());
        }
        Map<String, JsonNode> all = new HashMap<>();
        drawn.forEach(node -> all.putIfAbsent(node.path("id").asText(), node));
        for (int i = 0; i < drawn.size(); i++) {
            node(i, drawn.get(i), all, nodes, diagnoses);
        }
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            edge(i, lines.get(i), nodes, diagnoses).ifPresent(edges::add);
        }
        return new Graph(nodes, List.copyOf(edges));
    }

    private static void node(int index, JsonNode json, Map<String, JsonNode> all, Map<String, Node> nodes,
            Diagnoses diagnoses) {
        String id = json.path("id").asText("");
        if (!json.isObject() || id.isBlank() || id.length() > 200) {
            diagnoses.graph("id-missing", "The node at place " + (index + 1) + " of the graph has no id.");
            return;
        }
        if (nodes.containsKey(id)) {
            diagnoses.add(id, null, "duplicate-id", "Several nodes have the id \"" + id + "\".");
            return;
        }
        Optional<NodeType> type = NodeType.of(json.path("type").asText());
        if (type.isEmpty()) {
            diagnoses.add(id, "type", "unknown-type", "The node \"" + id + "\" is of no known type: "
                    + NodeType.words() + ".");
            return;
        }
        JsonNode data = json.path("data");
        if (!data.isObject()) {
            data = JsonNodeFactory.instance.objectNode();
        }
        if (type.get() != NodeType.NOTE) {
            if (Texts.unstorable(json)) {
                diagnoses.add(id, null, "unprintable", "The node \"" + id + "\" holds a character that is none: "
                        + "NUL, or half of one.");
                return;
            }
            nodes.put(id, new Node(index, id, type.get(), place(json, all, 0), data));
        }
    }

    /** Nodes in a group are placed within it. */
    private static Plan.@Nullable Place place(JsonNode node, Map<String, JsonNode> all, int depth) {
        JsonNode at = node.path("position");
        double x = at.path("x").asDouble(Double.NaN);
        double y = at.path("y").asDouble(Double.NaN);
        JsonNode group = all.get(node.path("parentId").asText(node.path("parentNode").asText("")));
        Plan.Place origin = group == null || depth > DEEPEST ? null : place(group, all, depth + 1);
        if (origin != null) {
            x += origin.x();
            y += origin.y();
        }
        return Math.abs(x) <= FARTHEST && Math.abs(y) <= FARTHEST ? new Plan.Place(x, y) : null;
    }

    private static Optional<Edge> edge(int index, JsonNode json, Map<String, Node> nodes, Diagnoses diagnoses) {
        String source = json.path("source").asText("");
        String target = json.path("target").asText("");
        String id = json.path("id").asText("edge " + (index + 1));
        if (!nodes.containsKey(source) || !nodes.containsKey(target)) {
            diagnoses.add(nodes.containsKey(source) ? source : nodes.containsKey(target) ? target : null, null,
                    "dangling-edge", "The edge \"" + id + "\" leads from \"" + source + "\" to \"" + target
                            + "\", and one of them is no node that does anything.");
            return Optional.empty();
        }
        JsonNode handle = json.path("sourceHandle");
        return Optional.of(new Edge(id, source, handle.isValueNode() && !handle.isNull() ? handle.asText() : null,
                target));
    }
}
