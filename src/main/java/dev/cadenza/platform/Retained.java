package dev.cadenza.platform;

import java.time.Instant;
import java.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * One kind of data that is kept for a time and then removed. A module brings a bean for each kind that it keeps;
 * {@code processes/retention.bpmn} calls them.
 */
public interface Retained {

    /** The name of the kind in the API, such as {@code tracking-hits}. */
    String kind();

    /** What it is and what is left of it afterwards, in a sentence for people. */
    String description();

    /** How long it is kept unless somebody sets another time; null for ever. */
    @Nullable Period byDefault();

    /**
     * Removes some of what is older, in a few statements. Runs in the caller's transaction.
     *
     * @param most the largest number of rows
     * @return how many were removed; fewer than {@code most} where nothing older is left
     */
    int remove(Instant before, int most);
}
