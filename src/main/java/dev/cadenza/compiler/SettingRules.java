package dev.cadenza.compiler;

import java.time.Duration;

/** How often steps are tried again and may be come by. */
final class SettingRules {

    private static final int MAX_RETRIES = 100;
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int MAX_VISITS = 1_000;

    private SettingRules() {
    }

    static void check(Plan plan, Faults faults) {
        if (plan.visits() < 1 || plan.visits() > MAX_VISITS) {
            faults.plan("visits-out-of-range", "A lead may come to a step 1 to " + MAX_VISITS + " times, not "
                    + plan.visits() + " times.");
        }
        for (Step step : plan.steps()) {
            Plan.Retry retry = step.id() == null ? null : plan.retries().get(step.id());
            if (retry == null) {
                continue;
            }
            if (retry.times() < 0 || retry.times() > MAX_RETRIES) {
                faults.step(step, "retries-out-of-range", "The step " + Faults.label(step) + " must be tried again 0 to "
                        + MAX_RETRIES + " times.");
            }
            if (retry.every() == null || retry.every().compareTo(Duration.ofSeconds(1)) < 0
                    || retry.every().compareTo(LONGEST) > 0) {
                faults.step(step, "retry-pause-out-of-range", "Between two tries of the step " + Faults.label(step)
                        + " there must be a second at least and a week at most.");
            }
        }
    }
}
