package dev.cadenza.journey;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * From an execution of the engine to the cohort and journey it carries. The business key of a journey's instance is
 * the cohort's id, so no process variable is needed to find them.
 */
@Component
class CohortContext {

    private final Cohorts cohorts;
    private final JourneyStore journeys;

    CohortContext(Cohorts cohorts, JourneyStore journeys) {
        this.cohorts = cohorts;
        this.journeys = journeys;
    }

    UUID cohort(DelegateExecution execution) {
        return UUID.fromString(execution.getProcessBusinessKey());
    }

    Journey journey(DelegateExecution execution) {
        return journeys.get(cohorts.journeyOf(cohort(execution)));
    }
}
