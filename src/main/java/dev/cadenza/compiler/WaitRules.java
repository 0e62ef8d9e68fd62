package dev.cadenza.compiler;

import org.jspecify.annotations.Nullable;

/** What steps that wait for a time of day or for an event must say, and goals. */
record WaitRules(StepFaults faults) {

    void untilTime(Step.WaitUntilTime step) {
        if (step.at() == null) {
            faults.fault(step, "time-missing", "does not say until what time of day to wait");
        }
        if (step.zone() == null) {
            faults.fault(step, "zone-missing", "has no timezone for leads whose own is not known");
        }
    }

    void waitFor(Step.WaitFor step) {
        event(step, step.event(), true);
        faults.duration(step, step.timeout());
    }

    void goal(Step.Goal step) {
        event(step, step.event(), false);
    }

    private void event(Step step, Step.@Nullable Awaited event, boolean required) {
        if (event == null ? required : event.kind() == null) {
            faults.fault(step, "event-missing", "does not say what has to happen");
        }
    }
}
