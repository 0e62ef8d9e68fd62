package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import dev.cadenza.engine.EngineBean;
import dev.cadenza.engine.EngineValue;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/**
 * {@code ${dueAt}} of a wait: when the first of the cohort's leads has waited long enough. The engine makes a timer
 * before it runs any listener of the event, so the value is computed when the timer asks for it.
 */
@EngineBean(DueAt.NAME)
class DueAt implements EngineValue {

    static final String NAME = "dueAt";

    private final CohortContext context;
    private final Cohorts cohorts;
    private final Clock clock;

    DueAt(CohortContext context, Cohorts cohorts, Clock clock) {
        this.context = context;
        this.cohorts = cohorts;
        this.clock = clock;
    }

    @Override
    public Object value(DelegateExecution execution) {
        UUID cohort = context.cohort(execution);
        Step.Wait wait = context.journey(execution).step(execution.getCurrentActivityId(), Step.Wait.class);
        Instant ready = cohorts.earliestReady(cohort).orElseGet(clock::instant);
        return Date.from(ready.plus(wait.duration()).truncatedTo(ChronoUnit.MILLIS));
    }
}
