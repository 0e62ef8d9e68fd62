package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sender account as other modules see it. That of a channel other than e-mail has the channel's id.
 *
 * @param email null for channels other than e-mail
 * @param replyTo where answers go; null for {@code email}
 * @param dailyLimit most messages on one calendar day of {@code timezone}, over all campaigns; null for no limit
 * @param gapSeconds shortest time between two of its messages
 * @param channelConfigId the account at a provider that it sends through; null for the installation's own mail server
 */
public record Sender(
        UUID id,
        @Nullable String email,
        @Nullable String displayName,
        @Nullable String replyTo,
        boolean active,
        @Nullable Integer dailyLimit,
        int gapSeconds,
        ZoneId timezone,
        ChannelType channel,
        @Nullable UUID channelConfigId) {

    /** Names it in sentences: its address, or its name where it has none. */
    public String label() {
        return email != null ? email : String.valueOf(displayName);
    }
}
