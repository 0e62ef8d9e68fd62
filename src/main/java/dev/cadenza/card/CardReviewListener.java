package dev.cadenza.card;

import dev.cadenza.activity.ActivityLog;
import dev.cadenza.engine.EngineBean;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.jspecify.annotations.Nullable;

/** Lets the task "Review business card" be completed only with a review that holds, wherever it is completed from. */
@EngineBean("cardReviewed")
class CardReviewListener implements TaskListener {

    /** The variable in which the form hands over the review, as JSON. */
    static final String REVIEW = "cardReview";

    private final CardReviews reviews;

    CardReviewListener(CardReviews reviews) {
        this.reviews = reviews;
    }

    @Override
    public void notify(DelegateTask task) {
        UUID card = UUID.fromString(String.valueOf(task.getVariable(BusinessCardDelegates.CARD)));
        Object review = task.getVariable(REVIEW);
        try {
            task.setVariable("cardVerified", reviews.take(card, review == null ? null : review.toString(),
                    reviewer(task)));
        } catch (Rejected bad) {
            throw new BadUserRequestException(bad.errors().stream().map(FieldError::message)
                    .collect(Collectors.joining(" ")), bad);
        }
        task.removeVariable(REVIEW);
    }

    private static @Nullable String reviewer(DelegateTask task) {
        Authentication signedIn = task.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
        return signedIn == null ? ActivityLog.actor() : signedIn.getUserId();
    }
}
