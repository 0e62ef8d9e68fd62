package dev.cadenza.channel;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account at a provider, as it was set up for one channel.
 *
 * @param provider {@link ChannelProvider#id()}
 * @param settings what is no secret, by name
 * @param limits of the account, over all campaigns
 * @param version grows with every change
 */
public record ChannelConfig(
        UUID id,
        String name,
        String provider,
        ChannelType channel,
        Map<String, String> settings,
        Credentials credentials,
        Limits limits,
        boolean active,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public ChannelConfig {
        settings = Map.copyOf(settings);
    }

    /** @param perDay most messages on one calendar day (UTC) */
    public record Limits(@Nullable BigDecimal perSecond, @Nullable Integer perDay) {
    }

    public Optional<String> setting(String setting) {
        return Optional.ofNullable(settings.get(setting));
    }
}
