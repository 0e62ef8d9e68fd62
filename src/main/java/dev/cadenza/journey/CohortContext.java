package dev.cadenza.journey;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * From an execution of the engine to the cohort and journey it carries. The business key of a journey's instance is
 * the cohort's id and each journey is one process definition, so neither a process variable nor a query is needed.
 */
@Component
class CohortContext {

    private final JourneyStore journeys;

    CohortContext(JourneyStore journeys) {
        this.journeys = journeys;
    }

    UUID cohort(DelegateExecution execution) {
        return UUID.fromString(execution.getProcessBusinessKey());
    }

    Journey journey(DelegateExecution execution) {
        return journeys.ofDefinition(execution.getProcessDefinitionId());
    }
}
