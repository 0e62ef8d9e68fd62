package dev.cadenza.journey;

import dev.cadenza.compiler.ProcessTerms;
import dev.cadenza.compiler.Step;
import dev.cadenza.engine.EngineBean;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Writes the drafts that a person reviews next. Its element is the review step's, with {@code -drafts} behind it. */
@EngineBean("writeDraftsStep")
class WriteDraftsStep implements JavaDelegate {

    private final CohortContext context;
    private final Cohorts cohorts;
    private final DraftWriting writing;

    WriteDraftsStep(CohortContext context, Cohorts cohorts, DraftWriting writing) {
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
        writing.write(journey, journey.send(review.sends()), cohort, travellers, writing.leadsOf(travellers), true);
        execution.setVariable(ReviewConcluded.COHORT, cohort.toString());
        execution.setVariable(ReviewConcluded.STEP, review.sends());
    }
}
