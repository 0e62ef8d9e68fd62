package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that a journey intends: what {@link Outbox#enqueue} takes. One enrollment has at most one message for a
 * step and iteration.
 *
 * @param ownerId the campaign (or workflow) it is sent for
 * @param draftId holds the content; null for what is skipped
 * @param previousId the enrollment's message before this one; this one goes no sooner than {@code delay} after that
 *         one really went
 * @param scheduledFor goes no sooner than this
 * @param timezone IANA zone of the lead, where the send window is in the lead's own time
 */
public record OutboundMessage(
        UUID id,
        ChannelType channel,
        UUID leadId,
        UUID ownerId,
        UUID journeyId,
        UUID enrollmentId,
        String stepId,
        int iteration,
        @Nullable UUID draftId,
        @Nullable UUID previousId,
        @Nullable Duration delay,
        UUID laneId,
        UUID senderAccountId,
        String address,
        Instant scheduledFor,
        @Nullable String timezone) {
}
