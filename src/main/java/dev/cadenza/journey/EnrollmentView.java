package dev.cadenza.journey;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An enrollment as the API shows it.
 *
 * @param campaignId the owner: the campaign the lead is enrolled in
 * @param step id of the step that last did something for the lead
 * @param nextRunAt when its queued message goes at the earliest
 * @param processInstanceId the cohort's instance, to look at in Cockpit
 * @param reason why it ended, where it did not go through to the end
 */
record EnrollmentView(UUID id, UUID campaignId, UUID journeyId, UUID leadId, @Nullable String leadEmail,
        EnrollmentStatus status, @Nullable String step, @Nullable Instant nextRunAt, @Nullable Instant lastSentAt,
        Instant enrolledAt, @Nullable Instant completedAt, @Nullable Instant repliedAt, @Nullable String reason,
        UUID cohortId, @Nullable String processInstanceId) {
}
