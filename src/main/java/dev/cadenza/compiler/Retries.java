package dev.cadenza.compiler;

/** How often each step of a plan that fails is tried again. */
record Retries(Plan plan) {

    Plan.Retry of(Step step) {
        return plan.retries().getOrDefault(step.id(), Scope.USUAL_RETRIES);
    }
}
