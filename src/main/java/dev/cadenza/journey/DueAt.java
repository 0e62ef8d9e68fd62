package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import dev.cadenza.engine.EngineBean;
import dev.cadenza.engine.EngineValue;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
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
    private final Arrivals arrivals;
    private final StepLog log;
    private final Clock clock;

    DueAt(CohortContext context, Cohorts cohorts, Arrivals arrivals, StepLog log, Clock clock) {
        this.arrivals = arrivals;
        this.log = log;
        this.context = context;
        this.cohorts = cohorts;
        this.clock = clock;
    }

    @Override
    public Object value(DelegateExecution execution) {
        UUID cohort = context.cohort(execution);
        Step step = context.journey(execution).at(execution.getCurrentActivityId());
        Instant ready = cohorts.earliestReady(cohort).orElseGet(clock::instant);
        Instant due = due(cohort, step, ready).truncatedTo(ChronoUnit.MILLIS);
        if (step instanceof Step.Wait && context.journey(execution).settings().logged()) {
            // Nothing else runs when a cohort begins to wait; the other waits have a step of their own before the timer.
            Arrival arrival = arrivals.come(execution);
            log.waiting(arrival, arrival.enrollments(), Map.of("until", due.toString()));
        }
        return Date.from(due);
    }

    private Instant due(UUID cohort, Step step, Instant ready) {
        if (step instanceof Step.Wait wait) {
            return ready.plus(wait.duration());
        }
        if (step instanceof Step.WaitFor wait) {
            return ready.plus(wait.timeout());
        }
        if (step instanceof Step.WaitUntilTime wait) {
            Instant now = clock.instant();
            ZoneId zone = cohorts.zone(cohort).map(ZoneId::of).orElse(wait.zone());
            return next(wait, ready.isAfter(now) ? ready : now, zone);
        }
        throw new IllegalStateException(step.id() + " is no wait");
    }

    /** The next such time of day; now where it is that minute. */
    static Instant next(Step.WaitUntilTime wait, Instant from, ZoneId zone) {
        ZonedDateTime here = from.atZone(zone);
        LocalTime minute = here.toLocalTime().truncatedTo(ChronoUnit.MINUTES);
        boolean today = wait.days().isEmpty() || wait.days().contains(here.getDayOfWeek());
        if (today && minute.equals(wait.at().truncatedTo(ChronoUnit.MINUTES))) {
            return from;
        }
        for (int days = 0; days <= 7; days++) {
            // A time that the clocks leave out on that day becomes the one that they go on with.
            ZonedDateTime then = here.toLocalDate().plusDays(days).atTime(wait.at()).atZone(zone);
            if (then.toInstant().isAfter(from)
                    && (wait.days().isEmpty() || wait.days().contains(then.getDayOfWeek()))) {
                return then.toInstant();
            }
        }
        throw new IllegalStateException("A week has every weekday");
    }
}
