package dev.cadenza.lead;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of leads.
 *
 * @param defaultRegion ISO 3166 country of phone numbers that are written without a country code; null where such
 *     numbers are refused
 */
@ConfigurationProperties("cadenza")
public record LeadProperties(@Nullable String defaultRegion) {

    public LeadProperties {
        defaultRegion = defaultRegion == null || defaultRegion.isBlank() ? null
                : defaultRegion.strip().toUpperCase(Locale.ROOT);
        if (defaultRegion != null && !Addresses.isRegion(defaultRegion)) {
            throw new IllegalArgumentException("cadenza.default-region must be the two-letter code of a country, such"
                    + " as DE or US, and not '" + defaultRegion + "'.");
        }
    }
}
