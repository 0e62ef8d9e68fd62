package dev.cadenza.journey;

import dev.cadenza.engine.EngineBean;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/**
 * Runs in the cohort's instance after leads have left it. What their leaving means took effect when they left; here
 * the instance learns whether anybody is still in it.
 */
@EngineBean("leadsLeft")
class LeadsLeft implements JavaDelegate {

    private final CohortContext context;
    private final Cohorts cohorts;

    LeadsLeft(CohortContext context, Cohorts cohorts) {
        this.context = context;
        this.cohorts = cohorts;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID cohort = context.cohort(execution);
        boolean empty = cohorts.empty(cohort);
        if (empty) {
            cohorts.ended(cohort);
        }
        execution.setVariableLocal("cohortEmpty", empty);
    }
}
