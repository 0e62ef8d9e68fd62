package dev.cadenza.journey;

import dev.cadenza.message.SendWindow;
import java.util.UUID;

/**
 * How a journey sends.
 *
 * @param laneId the queue its messages go into
 * @param leadTimezone true where the window's hours are meant in each lead's own timezone
 * @param cohortSize the largest number of leads that travel in one process instance, 1 to 500
 */
public record JourneySettings(UUID laneId, UUID senderAccountId, SendWindow window, boolean leadTimezone,
        int cohortSize) {

    /** Leads of one cohort are loaded, rendered and queued together, so its size bounds memory and statement size. */
    public static final int MAX_COHORT = 500;

    public JourneySettings {
        if (cohortSize < 1 || cohortSize > MAX_COHORT) {
            throw new IllegalArgumentException("A cohort holds 1 to " + MAX_COHORT + " leads, not " + cohortSize);
        }
    }
}
