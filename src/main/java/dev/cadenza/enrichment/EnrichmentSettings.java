package dev.cadenza.enrichment;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a source is asked. What is null has its default.
 *
 * @param baseUrl another address than the provider's own; administrators only
 * @param accountId Forager: the number of the account
 * @param minConfidence from 0 to 1; a weaker answer is kept, and fills nothing
 * @param perMinute most questions in a minute, over all nodes; 0 for no limit
 * @param freshDays how long an answer is not asked for again
 * @param negativeDays how long it is believed that nothing is known
 */
record EnrichmentSettings(@Nullable String baseUrl, @Nullable String accountId, @Nullable BigDecimal minConfidence,
        @Nullable Integer perMinute, @Nullable Integer freshDays, @Nullable Integer negativeDays) {

    static final EnrichmentSettings NONE = new EnrichmentSettings(null, null, null, null, null, null);
    private static final int FRESH_DAYS = 90;
    private static final int NEGATIVE_DAYS = 30;

    Duration fresh(boolean found) {
        return Duration.ofDays(found ? freshDays == null ? FRESH_DAYS : freshDays
                : negativeDays == null ? NEGATIVE_DAYS : negativeDays);
    }

    int perMinute(EnrichmentType type) {
        return perMinute == null ? type.perMinute() : perMinute;
    }

    boolean convinces(@Nullable BigDecimal confidence) {
        return minConfidence == null || confidence == null || confidence.compareTo(minConfidence) >= 0;
    }
}
