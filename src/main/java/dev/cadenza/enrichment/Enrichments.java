package dev.cadenza.enrichment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Asks sources of enrichment about leads. */
@Component
public class Enrichments {

    /** What came of asking. @param found false where the source knows nothing about the lead; @param answer an object */
    public record Answer(boolean found, JsonNode answer) {
    }

    /** True where a source with this key exists and is active. */
    public boolean knows(String source) {
        throw new UnsupportedOperationException("still to come");
    }

    /**
     * Asks and keeps the answer with the lead; an answer that is still fresh, also that nothing is known, is not asked
     * again. Calls outside, so never within a transaction.
     *
     * @param overwrite true where answers replace what the lead's fields hold
     * @throws EnrichmentFailed where there is no answer
     */
    @Transactional(propagation = Propagation.NEVER)
    public Answer enrich(UUID leadId, String source, boolean overwrite) {
        throw new UnsupportedOperationException("still to come");
    }
}
