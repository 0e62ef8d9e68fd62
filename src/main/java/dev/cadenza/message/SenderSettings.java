package dev.cadenza.message;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What a person sets on a sender account, checked. */
public record SenderSettings(
        String email,
        @Nullable String displayName,
        @Nullable String replyTo,
        @Nullable Integer dailyLimit,
        int gapSeconds,
        ZoneId timezone) {
}
