package dev.cadenza.draft;

import dev.cadenza.engine.TaskVariables;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Finds the drafts that a user task is about. */
@Component
class ReviewTasks {

    /** Variables of the task "Review drafts": which cohort's drafts, for which send step. */
    private static final String COHORT = "reviewCohort";
    private static final String STEP = "reviewStep";

    private final TaskVariables variables;

    ReviewTasks(TaskVariables variables) {
        this.variables = variables;
    }

    /** @throws Rejected naming {@code taskId} where it is no open review */
    DraftFilter narrow(DraftFilter filter, String taskId) {
        Map<String, String> review = variables.of(taskId, Set.of(COHORT, STEP));
        String cohort = review.get(COHORT);
        String step = review.get(STEP);
        if (cohort == null || step == null) {
            throw new Rejected(FieldError.of("taskId", "unknown",
                    "There is no open review with the task " + taskId + "."));
        }
        return new DraftFilter(filter.campaignId(), UUID.fromString(cohort), step, filter.status(), filter.words());
    }
}
