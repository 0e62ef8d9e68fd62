package dev.cadenza.enrichment;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A source gave no answer. */
public class EnrichmentFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean again;
    private final transient @Nullable Duration retryAfter;

    /**
     * @param again false where asking again can't help (a refused key, a lead that the source can't be asked about)
     * @param retryAfter when the source says how long to wait
     */
    public EnrichmentFailed(String message, boolean again, @Nullable Duration retryAfter) {
        super(message);
        this.again = again;
        this.retryAfter = retryAfter;
    }

    public boolean again() {
        return again;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
