package dev.cadenza.journey;

import dev.cadenza.message.SendWindow;
import java.util.Map;
import java.util.UUID;

/**
 * How a journey sends.
 *
 * @param laneId the queue of the journey's own sender, which sends what says no other
 * @param leadTimezone true where the window's hours are meant in each lead's own timezone
 * @param cohortSize the largest number of leads that travel in one process instance, 1 to 500
 * @param furtherLanes the queues of other senders that steps name, by sender
 */
public record JourneySettings(UUID laneId, UUID senderAccountId, SendWindow window, boolean leadTimezone,
        int cohortSize, Map<UUID, UUID> furtherLanes) {

    /** Leads of one cohort are loaded, rendered and queued together, so its size bounds memory and statement size. */
    public static final int MAX_COHORT = 500;

    public JourneySettings {
        furtherLanes = furtherLanes == null ? Map.of() : Map.copyOf(furtherLanes);
        if (cohortSize < 1 || cohortSize > MAX_COHORT) {
            throw new IllegalArgumentException("A cohort holds 1 to " + MAX_COHORT + " leads, not " + cohortSize);
        }
    }

    /** Of a journey all of whose messages have one sender. */
    public JourneySettings(UUID laneId, UUID senderAccountId, SendWindow window, boolean leadTimezone, int cohortSize) {
        this(laneId, senderAccountId, window, leadTimezone, cohortSize, Map.of());
    }

    /** The queue of a sender that a step names. */
    UUID laneOf(UUID sender) {
        if (sender.equals(senderAccountId)) {
            return laneId;
        }
        UUID lane = furtherLanes.get(sender);
        if (lane == null) {
            throw new IllegalStateException("The journey has no lane for the sender " + sender);
        }
        return lane;
    }
}
