package dev.cadenza.journey;

import dev.cadenza.engine.EngineBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;

/** The cohort has been through all steps. Its leads are completed when their last messages have gone. */
@EngineBean("endStep")
class EndStep implements ExecutionListener {

    private final CohortContext context;
    private final Cohorts cohorts;

    EndStep(CohortContext context, Cohorts cohorts) {
        this.context = context;
        this.cohorts = cohorts;
    }

    @Override
    public void notify(DelegateExecution execution) {
        cohorts.ended(context.cohort(execution));
    }
}
