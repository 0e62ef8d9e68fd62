package dev.cadenza.enrichment;

import java.time.Instant;
import java.util.UUID;

/**
 * A source of enrichment as the API shows it.
 *
 * @param apiKey whether one is set; which is never shown
 * @param derived whether it only works out what follows from what is known here
 */
record EnrichmentSourceView(UUID id, String key, String name, EnrichmentType type, boolean active,
        EnrichmentSettings settings, boolean apiKey, boolean derived, Instant createdAt, Instant updatedAt) {
}
