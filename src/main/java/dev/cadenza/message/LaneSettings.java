package dev.cadenza.message;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the messages of one campaign leave through one sender account.
 *
 * @param ownerId the campaign (or workflow)
 * @param dailyLimit most messages on one calendar day of the window's zone; null for no limit
 * @param gapSeconds shortest time between two messages; 0 for none
 * @param leadTimezone whether the window is read in each lead's own zone, where it is known
 * @param consentRequired whether only leads get something who have agreed to this channel
 * @param trackOpens and {@code trackClicks}: what {@link MailDecorator} adds to the mails
 */
public record LaneSettings(
        UUID senderAccountId,
        UUID ownerId,
        @Nullable Integer dailyLimit,
        int gapSeconds,
        SendWindow window,
        boolean leadTimezone,
        boolean trackOpens,
        boolean trackClicks,
        boolean consentRequired) {

    public LaneSettings {
        if (dailyLimit != null && dailyLimit < 1) {
            throw new IllegalArgumentException("A daily limit is at least 1");
        }
        if (gapSeconds < 0) {
            throw new IllegalArgumentException("A gap is not negative");
        }
    }

    /** Settings of a lane that needs no consent. */
    public LaneSettings(UUID senderAccountId, UUID ownerId, @Nullable Integer dailyLimit, int gapSeconds,
            SendWindow window, boolean leadTimezone, boolean trackOpens, boolean trackClicks) {
        this(senderAccountId, ownerId, dailyLimit, gapSeconds, window, leadTimezone, trackOpens, trackClicks, false);
    }

    /** Settings of a lane that tracks opens and clicks. */
    public LaneSettings(UUID senderAccountId, UUID ownerId, @Nullable Integer dailyLimit, int gapSeconds,
            SendWindow window, boolean leadTimezone) {
        this(senderAccountId, ownerId, dailyLimit, gapSeconds, window, leadTimezone, true, true);
    }
}
