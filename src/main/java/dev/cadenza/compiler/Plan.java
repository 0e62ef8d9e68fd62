package dev.cadenza.compiler;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What leads go through, as a graph of steps: the form between what people write (a campaign, a workflow) and BPMN.
 * Immutable. A plan may be wrong; {@link PlanCheck} says how.
 *
 * @param key becomes the id of the process: a letter, then letters, digits, {@code -} and {@code _}
 * @param name what people call it; Cockpit shows it
 * @param start id of the first step
 */
public record Plan(String key, String name, String start, List<Step> steps) {

    public Plan {
        steps = steps == null ? List.of() : List.copyOf(steps);
    }

    public Optional<Step> step(String id) {
        return steps.stream().filter(step -> id.equals(step.id())).findFirst();
    }

    /** The steps by id; of several with one id the first. */
    public Map<String, Step> byId() {
        Map<String, Step> byId = new LinkedHashMap<>();
        steps.forEach(step -> byId.putIfAbsent(step.id(), step));
        return byId;
    }
}
