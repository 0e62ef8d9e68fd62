package dev.cadenza.journey;

import dev.cadenza.engine.EngineBean;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/**
 * Counts how often a cohort comes by the place where a loop closes. The leads of a cohort have all come the same way,
 * so the count is the cohort's. Who has been round as often as the plan allows leaves, with that as the reason.
 */
@EngineBean("loopGuard")
class LoopGuard implements JavaDelegate {

    private final CohortContext context;
    private final Cohorts cohorts;
    private final Departures departures;

    LoopGuard(CohortContext context, Cohorts cohorts, Departures departures) {
        this.context = context;
        this.cohorts = cohorts;
        this.departures = departures;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID cohort = context.cohort(execution);
        Journey journey = context.journey(execution);
        int round = cohorts.visit(cohort, execution.getCurrentActivityId());
        if (round > journey.plan().visits()) {
            List<UUID> here = cohorts.lockTravellers(cohort).stream().map(Cohorts.Traveller::enrollmentId).toList();
            departures.stopped(here, "the lead came to '" + journey.at(execution.getCurrentActivityId()).name() + "' "
                    + journey.plan().visits() + " times, which is as often as it may");
        }
    }
}
