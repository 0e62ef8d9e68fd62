package dev.cadenza.message;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that this node has taken and may now fence.
 *
 * @param template a template of the provider's in place of the text, as JSON
 * @param attempt attempts before this one
 */
record ClaimedMessage(
        UUID id,
        String channel,
        @Nullable UUID leadId,
        @Nullable UUID enrollmentId,
        @Nullable UUID draftId,
        @Nullable UUID previousId,
        long delaySeconds,
        String address,
        @Nullable String subject,
        @Nullable String html,
        @Nullable String text,
        @Nullable String template,
        @Nullable String timezone,
        Instant scheduledFor,
        int attempt) {
}
