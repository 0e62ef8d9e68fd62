package dev.cadenza.workflow;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where each way out of each node leads. */
final class Links {

    private record Way(String node, String handle) {
    }

    private final Map<Way, String> targets = new HashMap<>();
    private final Diagnoses diagnoses;

    private Links(Diagnoses diagnoses) {
        this.diagnoses = diagnoses;
    }

    static Links of(Graph graph, Diagnoses diagnoses) {
        Links links = new Links(diagnoses);
        graph.edges().forEach(edge -> links.add(edge, graph));
        return links;
    }

    private void add(Edge edge, Graph graph) {
        Node source = graph.nodes().get(edge.source());
        Node target = graph.nodes().get(edge.target());
        if (source == null || target == null) {
            return;
        }
        Handles handles = Handles.of(source);
        Optional<String> handle = handles.taking(edge.handle());
        if (target.type() == NodeType.TRIGGER) {
            diagnoses.add(source.id(), null, "edge-to-trigger",
                    "Nothing leads to a trigger, but " + source.quoted() + " does.");
        } else if (handles.all().isEmpty()) {
            diagnoses.add(source.id(), null, "edge-after-end",
                    "It is over at " + source.quoted() + ", so nothing can come after it.");
        } else if (handle.isEmpty()) {
            diagnoses.add(source.id(), "sourceHandle", "unknown-handle", "The node " + source.quoted() + " has no way \""
                    + edge.handle() + "\"; it has " + String.join(", ", handles.all().stream()
                            .map(Handles.Handle::id).toList()) + ".");
        } else {
            String other = targets.putIfAbsent(new Way(source.id(), handle.get()), target.id());
            if (other != null && !other.equals(target.id())) {
                diagnoses.add(source.id(), "sourceHandle", "several-edges", "Several edges leave " + source.quoted()
                        + " on one way; leads can only go one of them.");
            }
        }
    }

    /** Id of the node that comes next; null where nothing does. */
    @Nullable String target(Node node, String handle) {
        return targets.get(new Way(node.id(), handle));
    }
}
