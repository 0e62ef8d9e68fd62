package dev.cadenza.journey;

import dev.cadenza.engine.EngineBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;

/**
 * The cohort has been through all steps. In a campaign its leads are completed when their last messages have gone; in a
 * workflow, which need not send anything, they are completed here.
 */
@EngineBean("endStep")
class EndStep implements ExecutionListener {

    private final CohortContext context;
    private final Cohorts cohorts;
    private final Arrivals arrivals;
    private final StepLog log;

    EndStep(CohortContext context, Cohorts cohorts, Arrivals arrivals, StepLog log) {
        this.context = context;
        this.cohorts = cohorts;
        this.arrivals = arrivals;
        this.log = log;
    }

    @Override
    public void notify(DelegateExecution execution) {
        if (context.journey(execution).settings().logged()) {
            Arrival arrival = arrivals.come(execution);
            log.completed(arrival, null);
            cohorts.finished(arrival.cohort(), EnrollmentStatus.COMPLETED);
        } else {
            cohorts.ended(context.cohort(execution));
        }
    }
}
