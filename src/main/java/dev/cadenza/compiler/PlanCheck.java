package dev.cadenza.compiler;

import java.util.List;

/** First pass: finds every fault of a plan at once. A plan without faults always compiles, deploys and ends. */
public final class PlanCheck {

    /** More steps than a person can oversee, few enough that every check and the layout stay quick. */
    static final int MAX_STEPS = 300;

    private PlanCheck() {
    }

    /** The faults, those of the whole plan first; none for a plan that can run. Never throws. */
    public static List<Diagnostic> check(Plan plan) {
        Faults faults = new Faults();
        IdRules.check(plan, faults);
        NameRules.check("plan", plan.name(), faults::plan);
        if (plan.steps().isEmpty()) {
            faults.plan("plan-empty", "There are no steps yet.");
        } else if (plan.steps().size() > MAX_STEPS) {
            faults.plan("plan-too-large", "There are " + plan.steps().size() + " steps; " + MAX_STEPS
                    + " is the most. Make two plans of it.");
        } else {
            ContentRules content = new ContentRules(faults);
            plan.steps().forEach(step -> step.accept(content));
            SettingRules.check(plan, faults);
            FlowRules.check(plan, faults);
            ReviewRules.check(plan, faults);
        }
        return faults.found();
    }
}
