package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sender account as the API shows it.
 *
 * @param email null for the sender of a channel other than e-mail, which has the channel's id
 * @param sentToday messages on this calendar day of its timezone. Of an account without limit and gap they are counted
 *         some seconds late
 * @param nextAt the gap lets no message go before this; null for at once
 */
record SenderView(
        UUID id,
        @Nullable String email,
        ChannelType channel,
        @Nullable UUID channelId,
        @Nullable String displayName,
        @Nullable String replyTo,
        boolean active,
        @Nullable Integer dailyLimit,
        int gapSeconds,
        String timezone,
        int sentToday,
        @Nullable Instant nextAt,
        Instant createdAt,
        Instant updatedAt) {
}
