package dev.cadenza.journey;

import dev.cadenza.engine.EngineBean;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;

/** The cohort has come to the goal of its journey. */
@EngineBean("goalStep")
class GoalStep implements ExecutionListener {

    private final Arrivals arrivals;
    private final Cohorts cohorts;
    private final StepLog log;

    GoalStep(Arrivals arrivals, Cohorts cohorts, StepLog log) {
        this.arrivals = arrivals;
        this.cohorts = cohorts;
        this.log = log;
    }

    @Override
    public void notify(DelegateExecution execution) {
        Arrival arrival = arrivals.come(execution);
        log.completed(arrival, Map.of("reached", "by coming here"));
        cohorts.finished(arrival.cohort(), EnrollmentStatus.GOAL_REACHED);
    }
}
