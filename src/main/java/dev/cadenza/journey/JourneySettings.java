package dev.cadenza.journey;

import dev.cadenza.message.SendWindow;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a journey sends.
 *
 * @param laneId the queue of the journey's own sender, which sends what says no other; null where the journey has none
 * @param leadTimezone true where the window's hours are meant in each lead's own timezone
 * @param cohortSize the largest number of leads that travel in one process instance, 1 to 500
 * @param furtherLanes the queues of other senders that steps name, by sender
 * @param logged true where every step of every lead leaves a row in the execution log: workflows
 * @param stays true where a reply does not end the passage: a step or a trigger deals with replies
 */
public record JourneySettings(@Nullable UUID laneId, @Nullable UUID senderAccountId, SendWindow window,
        boolean leadTimezone, int cohortSize, Map<UUID, UUID> furtherLanes, boolean logged, boolean stays) {

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

    /** Of a campaign: replies end the passage, and messages are log enough. */
    public JourneySettings(UUID laneId, UUID senderAccountId, SendWindow window, boolean leadTimezone, int cohortSize,
            Map<UUID, UUID> furtherLanes) {
        this(laneId, senderAccountId, window, leadTimezone, cohortSize, furtherLanes, false, false);
    }

    /** The queue of a sender that a step names. */
    UUID laneOf(UUID sender) {
        if (sender.equals(senderAccountId) && laneId != null) {
            return laneId;
        }
        UUID lane = furtherLanes.get(sender);
        if (lane == null) {
            throw new IllegalStateException("The journey has no lane for the sender " + sender);
        }
        return lane;
    }
}
