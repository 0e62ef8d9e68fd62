package dev.cadenza.draft;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which drafts are asked for; what is null does not matter.
 *
 * @param words stand in the lead's name, e-mail or company, or in the draft's text
 */
record DraftFilter(@Nullable UUID campaignId, @Nullable UUID cohortId, @Nullable String stepId,
        @Nullable DraftStatus status, @Nullable String words) {
}
