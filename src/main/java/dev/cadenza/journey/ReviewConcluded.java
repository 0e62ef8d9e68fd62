package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import dev.cadenza.draft.Drafts;
import dev.cadenza.draft.ReviewResult;
import dev.cadenza.engine.EngineBean;
import java.util.UUID;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;

/**
 * Lets a review task be completed only when a person has decided about every draft, wherever the task is completed
 * from. Leads whose draft was rejected leave here where the journey says so.
 */
@EngineBean("reviewConcluded")
class ReviewConcluded implements TaskListener {

    /** Process variables that the review form reads: which drafts the task is about. */
    static final String COHORT = "reviewCohort";
    static final String STEP = "reviewStep";

    private final CohortContext context;
    private final Drafts drafts;
    private final Departures departures;

    ReviewConcluded(CohortContext context, Drafts drafts, Departures departures) {
        this.context = context;
        this.drafts = drafts;
        this.departures = departures;
    }

    @Override
    public void notify(DelegateTask task) {
        UUID cohort = context.cohort(task.getExecution());
        Step.Review review = context.journey(task.getExecution())
                .step(task.getTaskDefinitionKey(), Step.Review.class);
        long undecided = drafts.undecided(cohort, review.sends());
        if (undecided > 0) {
            throw new BadUserRequestException(undecided == 1
                    ? "One draft has neither been approved nor rejected."
                    : undecided + " drafts have neither been approved nor rejected.");
        }
        ReviewResult result = drafts.conclude(cohort, review.sends());
        if (review.rejectedLeave()) {
            departures.rejected(result.rejectedEnrollments());
        }
    }
}
