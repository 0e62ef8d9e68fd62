package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import dev.cadenza.engine.EngineBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;

/** Notes at the end of a wait how long the cohort has waited since its latest messages: the next send adds it up. */
@EngineBean("waitOver")
class WaitOver implements ExecutionListener {

    private final CohortContext context;
    private final Cohorts cohorts;

    WaitOver(CohortContext context, Cohorts cohorts) {
        this.context = context;
        this.cohorts = cohorts;
    }

    @Override
    public void notify(DelegateExecution execution) {
        Step.Wait wait = context.journey(execution).step(execution.getCurrentActivityId(), Step.Wait.class);
        cohorts.waited(context.cohort(execution), wait.duration());
    }
}
