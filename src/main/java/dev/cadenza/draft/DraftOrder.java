package dev.cadenza.draft;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written: one step's template, for the leads of one cohort.
 *
 * @param ownerId the campaign
 * @param subject template; null where the channel knows none
 * @param body template
 * @param draftType {@code FIRST_OUTREACH}, {@code SECOND_FOLLOWUP} or {@code FINAL_FOLLOWUP}
 * @param reviewed false where nobody reviews: drafts are then SCHEDULED at once
 */
public record DraftOrder(
        UUID ownerId,
        UUID journeyId,
        UUID cohortId,
        String stepId,
        String channel,
        @Nullable String subject,
        String body,
        String draftType,
        boolean reviewed) {
}
