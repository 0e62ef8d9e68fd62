package dev.cadenza.fair;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** How many business cards events have. Whoever keeps the cards says so. */
public interface CardCounts {

    /** @param toReview those that wait for a person */
    record Counts(long total, long toReview) {

        public static final Counts NONE = new Counts(0, 0);
    }

    /** Events without cards may be left out. */
    Map<UUID, Counts> of(Collection<UUID> eventIds);
}
