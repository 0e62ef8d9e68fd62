package dev.cadenza.channel;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A channel as the API shows it.
 *
 * @param credentials names of the secrets that are set; what they are is never shown
 */
record ChannelView(UUID id, String name, String provider, ChannelType channel, Map<String, String> settings,
        Set<String> credentials, @Nullable BigDecimal perSecond, @Nullable Integer perDay, boolean active,
        Instant createdAt, Instant updatedAt, int version) {

    private static @Nullable BigDecimal plain(@Nullable BigDecimal number) {
        BigDecimal plain = number == null ? null : number.stripTrailingZeros();
        return plain != null && plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    static ChannelView of(ChannelConfig config) {
        return new ChannelView(config.id(), config.name(), config.provider(), config.channel(),
                new TreeMap<>(config.settings()), new TreeSet<>(config.credentials().names()),
                plain(config.limits().perSecond()), config.limits().perDay(), config.active(), config.createdAt(),
                config.updatedAt(), config.version());
    }
}
