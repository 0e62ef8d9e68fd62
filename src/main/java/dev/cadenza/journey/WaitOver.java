package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import dev.cadenza.engine.EngineBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;

/**
 * Notes at the end of a wait how long the cohort has waited since its latest messages: the next send adds it up. After a
 * wait for a point in time, what comes next counts from that. A timer fires for the first of the cohort; where what
 * comes next does not count for each lead by itself, as sends do, those whose time has not come go on waiting.
 */
@EngineBean("waitOver")
class WaitOver implements ExecutionListener {

    /** Leads go on this much before their time rather than each alone: a fiftieth of the wait, within these bounds. */
    private static final int PART_OF_THE_WAIT = 50;
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(15);

    private final CohortContext context;
    private final Cohorts cohorts;
    private final CohortSplitter splitter;
    private final Arrivals arrivals;
    private final Awaiting awaiting;
    private final StepLog log;

    WaitOver(CohortContext context, Cohorts cohorts, CohortSplitter splitter, Arrivals arrivals, Awaiting awaiting,
            StepLog log) {
        this.context = context;
        this.cohorts = cohorts;
        this.splitter = splitter;
        this.arrivals = arrivals;
        this.awaiting = awaiting;
        this.log = log;
    }

    @Override
    public void notify(DelegateExecution execution) {
        Journey journey = context.journey(execution);
        UUID cohort = context.cohort(execution);
        Step step = journey.at(execution.getCurrentActivityId());
        if (step instanceof Step.WaitFor wait) {
            timeIsOver(execution, wait);
            return;
        }
        if (step instanceof Step.Wait wait) {
            if (journey.decidesAfter(wait)) {
                Arrival arrival = arrivals.there(execution);
                late(arrival, wait.duration(), step.id(), part -> cohorts.stays(part, step.id()));
            }
            cohorts.waited(cohort, wait.duration());
        } else {
            cohorts.anchor(cohort);
        }
        if (journey.settings().logged()) {
            log.completed(step instanceof Step.WaitUntil ? arrivals.come(execution) : arrivals.there(execution), null);
        }
    }

    /** Locked first: an event that is being applied to one of the leads either has taken it along, or comes too late. */
    private void timeIsOver(DelegateExecution execution, Step.WaitFor wait) {
        Arrival arrival = arrivals.there(execution);
        List<UUID> late = late(arrival, wait.timeout(), wait.id() + "-await", CohortSplitter.Preparation.NONE);
        Arrival over = arrival.without(late);
        awaiting.over(over.enrollments());
        cohorts.waited(arrival.cohort(), wait.timeout());
        log.completed(over, Map.of("way", "otherwise"));
    }

    /** Parts those off whose time has not come. @return who they are */
    private List<UUID> late(Arrival arrival, Duration wait, String element, CohortSplitter.Preparation preparation) {
        Duration early = wait.dividedBy(PART_OF_THE_WAIT);
        Duration slack = early.compareTo(MOST) > 0 ? MOST : early.compareTo(LEAST) < 0 ? LEAST : early;
        List<UUID> late = cohorts.late(arrival.cohort(), wait, arrival.at().plus(slack));
        if (!late.isEmpty()) {
            splitter.part(arrival.journey(), arrival.cohort(), element, late, preparation);
            if (late.size() == arrival.travellers().size()) {
                cohorts.emptied(arrival.cohort());
            }
        }
        return late;
    }
}
