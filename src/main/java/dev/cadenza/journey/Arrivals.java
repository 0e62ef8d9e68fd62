package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Receives cohorts at steps. */
@Component
class Arrivals {

    private final CohortContext context;
    private final Cohorts cohorts;
    private final Clock clock;

    Arrivals(CohortContext context, Cohorts cohorts, Clock clock) {
        this.context = context;
        this.cohorts = cohorts;
        this.clock = clock;
    }

    /** The cohort comes to the step that the execution's element belongs to. */
    Arrival come(DelegateExecution execution) {
        Instant now = clock.instant();
        UUID cohort = context.cohort(execution);
        Journey journey = context.journey(execution);
        Step step = journey.at(execution.getCurrentActivityId());
        int visit = journey.loops() ? cohorts.visit(cohort, step.id()) : 1;
        return new Arrival(cohort, journey, step, visit, cohorts.lockTravellers(cohort), now);
    }

    /** The cohort is at the step, and came before. */
    Arrival there(DelegateExecution execution) {
        return there(context.cohort(execution), context.journey(execution),
                context.journey(execution).at(execution.getCurrentActivityId()));
    }

    Arrival there(UUID cohort, Journey journey, Step step) {
        int visit = journey.loops() ? cohorts.visits(cohort, step.id()) : 1;
        return new Arrival(cohort, journey, step, visit, cohorts.lockTravellers(cohort), clock.instant());
    }
}
