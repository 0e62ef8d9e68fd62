package dev.cadenza.journey;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether a lead that was in a journey may come in again. @param period for {@link Rule#ONCE_PER_PERIOD} alone */
public record ReEntry(Rule rule, @Nullable Duration period) {

    /** A lead comes in once, ever: the rule of campaigns. */
    public static final ReEntry NEVER = new ReEntry(Rule.NEVER, null);

    /** The four rules. */
    public enum Rule {
        /** Once, ever. */
        NEVER,
        /** Again when the passage before has ended. */
        ONCE_FINISHED,
        /** Always, also while it is inside. */
        ALWAYS,
        /** Again when the period has passed since it last came in. */
        ONCE_PER_PERIOD
    }
}
