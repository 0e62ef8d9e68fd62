package dev.cadenza.message;

import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sender account as other modules see it.
 *
 * @param replyTo where answers go; null for {@code email}
 * @param dailyLimit most messages on one calendar day of {@code timezone}, over all campaigns; null for no limit
 * @param gapSeconds shortest time between two of its messages
 */
public record Sender(
        UUID id,
        String email,
        @Nullable String displayName,
        @Nullable String replyTo,
        boolean active,
        @Nullable Integer dailyLimit,
        int gapSeconds,
        ZoneId timezone) {
}
