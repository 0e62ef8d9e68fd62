package dev.cadenza.draft;

import dev.cadenza.channel.ContentTemplate;
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
 * @param content a text that the provider has approved, whose variables are templates; null for none
 * @param iteration which time the leads came to the step, from 0
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
        boolean reviewed,
        @Nullable ContentTemplate content,
        int iteration) {

    public DraftOrder(UUID ownerId, UUID journeyId, UUID cohortId, String stepId, String channel,
            @Nullable String subject, String body, String draftType, boolean reviewed) {
        this(ownerId, journeyId, cohortId, stepId, channel, subject, body, draftType, reviewed, null, 0);
    }
}
