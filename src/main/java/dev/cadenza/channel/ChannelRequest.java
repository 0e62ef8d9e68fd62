package dev.cadenza.channel;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A channel as a request gives it. In a change, what is left out stays; a setting or credential that is null goes.
 *
 * @param provider such as {@code sendgrid}; can't be changed
 * @param settings by name; GET /channels/providers lists them
 * @param credentials by name, only those that are set anew; they are kept encrypted and never returned
 * @param perSecond most messages in a second, over all nodes; 0 takes the limit away
 * @param perDay most messages on a calendar day (UTC); 0 takes the limit away
 */
record ChannelRequest(
        @Nullable String name,
        @Nullable String provider,
        @Nullable ChannelType channel,
        @Nullable Map<String, @Nullable String> settings,
        @Nullable Map<String, @Nullable String> credentials,
        @Nullable BigDecimal perSecond,
        @Nullable Integer perDay,
        @Nullable Boolean active) {

    /** {@code old} with what was given put over it. */
    static Map<String, String> merged(Map<String, String> old, @Nullable Map<String, @Nullable String> given) {
        Map<String, String> merged = new LinkedHashMap<>(old);
        if (given != null) {
            given.forEach((key, value) -> {
                if (value == null || value.isBlank()) {
                    merged.remove(key);
                } else {
                    merged.put(key, value.strip());
                }
            });
        }
        return merged;
    }

    @Override
    public String toString() {
        return "ChannelRequest[" + name + ", " + provider + ", " + channel + "]";
    }
}
