package dev.cadenza.compiler;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The steps of a plan and where each leads, faults left out: no step without id, no flow to a step that is not there.
 */
final class StepGraph {

    private final Map<String, Step> steps = new LinkedHashMap<>();
    /** Steps by identity: their texts, which may be long, say nothing about which they are. */
    private final Map<Step, List<Step>> next = new IdentityHashMap<>();

    StepGraph(Plan plan) {
        plan.byId().forEach((id, step) -> {
            if (id != null) {
                steps.put(id, step);
            }
        });
        steps.values().forEach(step -> next.put(step,
                step.next().stream().filter(steps::containsKey).map(steps::get).toList()));
    }

    Collection<Step> steps() {
        return steps.values();
    }

    boolean has(String id) {
        return steps.containsKey(id);
    }

    List<Step> next(Step step) {
        return next.getOrDefault(step, List.of());
    }

    /** The step itself, if it is there, and all that follow it; goes through such steps only as may be entered. */
    Set<Step> from(String id, Predicate<Step> mayEnter) {
        return steps.containsKey(id) ? follow(List.of(steps.get(id)), mayEnter) : Set.of();
    }

    /** All steps that come after this one; the step itself only where it is on a loop. */
    Set<Step> after(Step step, Predicate<Step> mayEnter) {
        return follow(next(step), mayEnter);
    }

    Set<Step> after(Step step) {
        return after(step, any -> true);
    }

    private Set<Step> follow(Collection<Step> first, Predicate<Step> mayEnter) {
        Set<Step> found = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Step> open = new ArrayDeque<>(first);
        while (!open.isEmpty()) {
            Step step = open.poll();
            if (mayEnter.test(step) && found.add(step)) {
                open.addAll(next(step));
            }
        }
        return found;
    }
}
