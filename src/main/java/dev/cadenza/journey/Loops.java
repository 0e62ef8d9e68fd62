package dev.cadenza.journey;

import dev.cadenza.compiler.Plan;
import dev.cadenza.compiler.Step;
import java.util.HashMap;
import java.util.Map;

/** Finds out whether a plan comes back to a step. */
final class Loops {

    private enum Mark { ON_THE_WAY, DONE }

    private final Map<String, Step> steps;
    private final Map<String, Mark> marks = new HashMap<>();

    private Loops(Plan plan) {
        this.steps = plan.byId();
    }

    static boolean in(Plan plan) {
        return new Loops(plan).from(plan.start());
    }

    private boolean from(String id) {
        Step step = steps.get(id);
        if (step == null || marks.get(id) == Mark.DONE) {
            return false;
        }
        if (marks.put(id, Mark.ON_THE_WAY) == Mark.ON_THE_WAY) {
            return true;
        }
        boolean loops = step.next().stream().anyMatch(this::from);
        marks.put(id, Mark.DONE);
        return loops;
    }
}
