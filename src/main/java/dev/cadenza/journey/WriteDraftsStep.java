package dev.cadenza.journey;

import dev.cadenza.compiler.ProcessTerms;
import dev.cadenza.compiler.Step;
import dev.cadenza.engine.EngineBean;
import dev.cadenza.lead.LeadProfile;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Writes the drafts that a person reviews next. Its element is the review step's, with {@code -drafts} behind it. */
@EngineBean("writeDraftsStep")
class WriteDraftsStep implements JavaDelegate {

    private final CohortContext context;
    private final Cohorts cohorts;
    private final DraftWriting writing;
    private final Routes routes;

    WriteDraftsStep(CohortContext context, Cohorts cohorts, DraftWriting writing, Routes routes) {
        this.routes = routes;
        this.context = context;
        this.cohorts = cohorts;
        this.writing = writing;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Journey journey = context.journey(execution);
        Step.Review review = journey.step(ProcessTerms.stepId(execution.getCurrentActivityId()), Step.Review.class);
        UUID cohort = context.cohort(execution);
        List<Cohorts.Traveller> travellers = cohorts.lockTravellers(cohort);
        Map<UUID, LeadProfile> leads = writing.leadsOf(travellers);
        Step.Send step = journey.send(review.sends());
        int visit = journey.loops() ? cohorts.visit(cohort, review.id()) : 1;
        writing.write(journey, step, cohort, visit, travellers, leads, routes.of(journey, step, leads.values()), true);
        execution.setVariable(ReviewConcluded.COHORT, cohort.toString());
        execution.setVariable(ReviewConcluded.STEP, review.sends());
    }
}
