package dev.cadenza.compiler;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Every step can be reached, leads on to a step that is there, comes to an end, and no loop runs without rest. */
final class FlowRules {

    private final Plan plan;
    private final Faults faults;
    private final StepGraph graph;

    private FlowRules(Plan plan, Faults faults) {
        this.plan = plan;
        this.faults = faults;
        this.graph = new StepGraph(plan);
    }

    static void check(Plan plan, Faults faults) {
        FlowRules rules = new FlowRules(plan, faults);
        rules.start();
        plan.steps().forEach(rules::targets);
        rules.ends();
        rules.restless();
    }

    private void start() {
        if (Faults.blank(plan.start())) {
            faults.plan("start-missing", "The plan does not say which step comes first.");
        } else if (!graph.has(plan.start())) {
            faults.plan("start-unknown", "The plan begins with \"" + plan.start() + "\", but there is no such step.");
        } else {
            Set<Step> reached = graph.from(plan.start(), any -> true);
            graph.steps().stream().filter(step -> !reached.contains(step) && !comesToLeads(step))
                    .forEach(step -> faults.step(step, "unreachable", "No way leads to the step " + Faults.label(step)
                            + "."));
        }
    }

    /** A goal that an event reaches from anywhere needs no way to it. */
    private static boolean comesToLeads(Step step) {
        return step instanceof Step.Goal goal && goal.event() != null;
    }

    private static boolean isEnd(Step step) {
        return step instanceof Step.End || step instanceof Step.Goal;
    }

    /** Leads pause here; where what is waited for has happened already, the limit of visits holds. */
    private static boolean isRest(Step step) {
        return step instanceof Step.Wait || step instanceof Step.WaitUntilTime || step instanceof Step.WaitFor
                || step instanceof Step.HumanTask;
    }

    private void targets(Step step) {
        for (Exit exit : Exit.of(step)) {
            String way = Faults.blank(exit.name()) ? "" : " on the way " + Faults.quote(exit.name());
            if (Faults.blank(exit.to())) {
                faults.step(step, "target-missing", "Nothing comes after " + Faults.label(step) + way + "; where it is "
                        + "over, put an end.");
            } else if (!graph.has(exit.to())) {
                faults.step(step, "target-unknown", "After " + Faults.label(step) + way + " comes \"" + exit.to()
                        + "\", but there is no such step.");
            }
        }
    }

    /** A flow that leads nowhere counts as an end here: it is a fault of its own already. */
    private void ends() {
        if (graph.steps().stream().noneMatch(FlowRules::isEnd)) {
            faults.plan("no-end", "The plan has no end.");
            return;
        }
        Predicate<Step> stops = step -> graph.next(step).size() < Exit.of(step).size() || isEnd(step);
        Set<Step> told = new HashSet<>();
        for (Step step : graph.steps()) {
            if (told.contains(step)) {
                continue;
            }
            Set<Step> loop = graph.after(step);
            if (loop.contains(step) && loop.stream().noneMatch(stops) && closed(loop) && told.addAll(loop)) {
                faults.step(step, "no-way-out", "From " + labels(inOrder(loop)) + " no way leads to an end: leads "
                        + "would go round there for ever.");
            }
        }
    }

    /** True where all these steps lead only to one another, so that no smaller trap lies within. */
    private boolean closed(Set<Step> loop) {
        return loop.stream().allMatch(step -> graph.after(step).size() == loop.size());
    }

    private void restless() {
        Predicate<Step> noRest = step -> !isRest(step);
        Set<Step> told = new HashSet<>();
        for (Step step : graph.steps()) {
            if (!noRest.test(step) || told.contains(step) || !graph.after(step, noRest).contains(step)) {
                continue;
            }
            List<Step> loop = graph.steps().stream().filter(other -> noRest.test(other)
                    && graph.after(step, noRest).contains(other) && graph.after(other, noRest).contains(step)).toList();
            told.addAll(loop);
            faults.step(step, "loop-without-wait", "Leads go round through " + labels(loop)
                    + " without a pause: put a wait into the loop.");
        }
    }

    private List<Step> inOrder(Set<Step> loop) {
        return graph.steps().stream().filter(loop::contains).toList();
    }

    private static String labels(Collection<Step> steps) {
        return steps.stream().map(Faults::label).collect(Collectors.joining(", "));
    }
}
