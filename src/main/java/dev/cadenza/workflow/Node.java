package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.compiler.Plan;
import org.jspecify.annotations.Nullable;

/**
 * One node of a graph.
 *
 * @param index its place in the graph's {@code nodes}
 * @param place its upper left corner in the drawing; null where it has none
 * @param data what the node is to do: always an object
 */
record Node(int index, String id, NodeType type, Plan.@Nullable Place place, JsonNode data) {

    /** What people call it. */
    String name() {
        for (String field : new String[] {"label", "name"}) {
            JsonNode text = data.path(field);
            if (text.isTextual() && !text.textValue().isBlank()) {
                return text.textValue().strip();
            }
        }
        return type.label();
    }

    String quoted() {
        return "\"" + name() + "\"";
    }
}
