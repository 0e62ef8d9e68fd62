package dev.cadenza.compiler;

import java.time.Duration;
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
 * @param retries how often steps that fail are tried again, by step id; steps not named have the usual rule
 * @param places where the editor drew steps, by step id; empty where the diagram is laid out by itself
 * @param visits how often a lead may come to one step, 1 to 1,000; after that it leaves
 */
public record Plan(String key, String name, String start, List<Step> steps, Map<String, Retry> retries,
        Map<String, Place> places, int visits) {

    /** How often a lead may come to one step where nothing else is said. */
    public static final int USUAL_VISITS = 50;

    public Plan {
        steps = steps == null ? List.of() : List.copyOf(steps);
        retries = retries == null ? Map.of() : Map.copyOf(retries);
        places = places == null ? Map.of() : Map.copyOf(places);
        visits = visits == 0 ? USUAL_VISITS : visits;
    }

    public Plan(String key, String name, String start, List<Step> steps) {
        this(key, name, start, steps, Map.of(), Map.of(), USUAL_VISITS);
    }

    /** @param times further tries, 0 to 100; {@code every} at least a second */
    public record Retry(int times, Duration every) {
    }

    /** The upper left corner of a step in an editor's drawing, in pixels. */
    public record Place(double x, double y) {
    }

    public Optional<Step> step(String id) {
        return steps.stream().filter(step -> id.equals(step.id())).findFirst();
    }

    /** Whether a lead may come to a step more than once. */
    public boolean loops() {
        return !Loops.heads(this).isEmpty();
    }

    /** The steps by id; of several with one id the first. */
    public Map<String, Step> byId() {
        Map<String, Step> byId = new LinkedHashMap<>();
        steps.forEach(step -> byId.putIfAbsent(step.id(), step));
        return byId;
    }
}
