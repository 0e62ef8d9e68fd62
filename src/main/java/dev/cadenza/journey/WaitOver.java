package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import dev.cadenza.engine.EngineBean;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;

/**
 * Notes at the end of a wait how long the cohort has waited since its latest messages: the next send adds it up. After a
 * wait for a point in time, what comes next counts from that.
 */
@EngineBean("waitOver")
class WaitOver implements ExecutionListener {

    private final CohortContext context;
    private final Cohorts cohorts;
    private final Arrivals arrivals;
    private final Awaiting awaiting;
    private final StepLog log;

    WaitOver(CohortContext context, Cohorts cohorts, Arrivals arrivals, Awaiting awaiting, StepLog log) {
        this.context = context;
        this.cohorts = cohorts;
        this.arrivals = arrivals;
        this.awaiting = awaiting;
        this.log = log;
    }

    @Override
    public void notify(DelegateExecution execution) {
        UUID cohort = context.cohort(execution);
        Step step = context.journey(execution).at(execution.getCurrentActivityId());
        if (step instanceof Step.Wait wait) {
            cohorts.waited(cohort, wait.duration());
        } else if (step instanceof Step.WaitFor wait) {
            timeIsOver(execution, wait);
            return;
        } else {
            cohorts.anchor(cohort);
        }
        if (context.journey(execution).settings().logged()) {
            log.completed(step instanceof Step.WaitUntil ? arrivals.come(execution) : arrivals.there(execution), null);
        }
    }

    /** Locked first: an event that is being applied to one of the leads either has taken it along, or comes too late. */
    private void timeIsOver(DelegateExecution execution, Step.WaitFor wait) {
        Arrival arrival = arrivals.there(execution);
        awaiting.over(arrival.enrollments());
        cohorts.waited(arrival.cohort(), wait.timeout());
        log.completed(arrival, Map.of("way", "otherwise"));
    }
}
