package dev.cadenza.workflow;

import dev.cadenza.compiler.ProcessTerms;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The steps' ids: those of their nodes where they can be, else made of them, the same each time. */
final class StepIds {

    private static final int LONGEST = 80;

    private final Map<String, String> byNode = new HashMap<>();
    private final Map<String, String> origins = new HashMap<>();
    private final Map<String, String> points = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    StepIds(Collection<Node> nodes) {
        nodes.stream().map(Node::id).filter(id -> id.length() <= LONGEST && ProcessTerms.isStepId(id))
                .forEach(id -> take(id, id));
        nodes.stream().map(Node::id).filter(id -> !byNode.containsKey(id)).forEach(id -> take(id, free("n_"
                + id.replaceAll("[^A-Za-z0-9_]", "_").substring(0, Math.min(id.length(), LONGEST)))));
        nodes.stream().filter(node -> node.type() == NodeType.UPDATE_LEAD).forEach(node -> {
            String step = free(of(node.id()) + "_points");
            points.put(node.id(), step);
            origins.put(step, node.id());
        });
    }

    private void take(String node, String step) {
        byNode.put(node, step);
        origins.put(step, node);
        taken.add(step);
    }

    private String free(String wanted) {
        String id = wanted;
        for (int i = 2; taken.contains(id); i++) {
            id = wanted + "_" + i;
        }
        taken.add(id);
        return id;
    }

    /** The second step of a node that changes fields and gives points. */
    String points(Node node) {
        return Objects.requireNonNull(points.get(node.id()));
    }

    String of(String node) {
        String step = byNode.get(node);
        if (step == null) {
            throw new IllegalArgumentException("There is no node " + node);
        }
        return step;
    }

    @Nullable String orNull(@Nullable String node) {
        return node == null ? null : byNode.get(node);
    }

    /** Id of the node that a step comes from, by the step's id. */
    Map<String, String> origins() {
        return Map.copyOf(origins);
    }
}
