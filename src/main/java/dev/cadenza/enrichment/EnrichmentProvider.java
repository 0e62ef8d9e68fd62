package dev.cadenza.enrichment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.lead.LeadProfile;

/** How one type of source is asked, and what its answers mean. */
interface EnrichmentProvider {

    EnrichmentType type();

    /**
     * Asks.
     *
     * @return the answer as it came; {@code {}} where the source knows nothing
     * @throws EnrichmentFailed where there is no answer, or there is nothing to ask by
     */
    JsonNode ask(LeadProfile lead, EnrichmentSettings settings, String apiKey);

    /** What an answer says. Pure, so that an answer that was kept can be read again. */
    Found read(JsonNode answer);
}
