package dev.cadenza.message;

import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person sets on a sender account, checked.
 *
 * @param channelConfigId the e-mail channel that it sends through; null for the installation's own mail server
 */
public record SenderSettings(
        String email,
        @Nullable String displayName,
        @Nullable String replyTo,
        @Nullable Integer dailyLimit,
        int gapSeconds,
        ZoneId timezone,
        @Nullable UUID channelConfigId) {

    /** Settings of a sender whose mails go to the installation's own mail server. */
    public SenderSettings(String email, @Nullable String displayName, @Nullable String replyTo,
            @Nullable Integer dailyLimit, int gapSeconds, ZoneId timezone) {
        this(email, displayName, replyTo, dailyLimit, gapSeconds, timezone, null);
    }
}
