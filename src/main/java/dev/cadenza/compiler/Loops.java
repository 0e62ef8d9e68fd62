package dev.cadenza.compiler;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** The steps at which loops close. Whoever goes round in a plan comes by one of them each time. */
final class Loops {

    private final StepGraph graph;
    private final Set<String> heads = new HashSet<>();
    private final Set<Step> open = new HashSet<>();
    private final Deque<Step> path = new ArrayDeque<>();
    private final Map<Step, Iterator<Step>> left = new HashMap<>();

    private Loops(Plan plan) {
        this.graph = new StepGraph(plan);
    }

    /** Ids of steps; always the same for a plan. */
    static Set<String> heads(Plan plan) {
        Loops loops = new Loops(plan);
        Step start = plan.byId().get(plan.start());
        if (start != null) {
            loops.walk(start);
        }
        return loops.heads;
    }

    /** Depth first, without recursion: a plan may be long. */
    private void walk(Step start) {
        enter(start);
        while (!path.isEmpty()) {
            Iterator<Step> next = left.get(path.peek());
            if (!next.hasNext()) {
                open.remove(path.pop());
                continue;
            }
            Step step = next.next();
            if (open.contains(step)) {
                heads.add(step.id());
            } else if (!left.containsKey(step)) {
                enter(step);
            }
        }
    }

    private void enter(Step step) {
        path.push(step);
        open.add(step);
        left.put(step, graph.next(step).iterator());
    }
}
