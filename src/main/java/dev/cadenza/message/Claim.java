package dev.cadenza.message;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** What this node has taken from one lane in one go. */
final class Claim {

    private final UUID id;
    private final Lane lane;
    private final List<ClaimedMessage> messages;
    private final LocalDate laneDay;
    private final LocalDate senderDay;
    private final LocalDate quotaDay;
    private final Instant takenAt;
    private final AtomicInteger open;

    Claim(UUID id, Lane lane, List<ClaimedMessage> messages, Instant now) {
        this.id = id;
        this.lane = lane;
        this.messages = List.copyOf(messages);
        this.laneDay = lane.pace().today(now);
        this.senderDay = lane.senderPace().today(now);
        this.quotaDay = lane.quota().today(now);
        this.takenAt = now;
        this.open = new AtomicInteger(messages.size());
    }

    UUID id() {
        return id;
    }

    Lane lane() {
        return lane;
    }

    List<ClaimedMessage> messages() {
        return messages;
    }

    Instant takenAt() {
        return takenAt;
    }

    /** The days whose slots this claim took. */
    LocalDate laneDay() {
        return laneDay;
    }

    LocalDate senderDay() {
        return senderDay;
    }

    LocalDate quotaDay() {
        return quotaDay;
    }

    /**
     * Whether this message may still go: on the day whose slot it has, and inside its window. A claim can get old in a
     * long queue.
     */
    boolean holds(ClaimedMessage message, Instant now) {
        return (!lane.limited() || lane.pace().today(now).equals(laneDay)
                && lane.senderPace().today(now).equals(senderDay)
                && (lane.quota().perDay() == null || lane.quota().today(now).equals(quotaDay)))
                && lane.window().isOpen(now, lane.zoneFor(message.timezone()));
    }

    /** Notes that {@code count} messages of this claim are settled; true for the call that settles the last. */
    boolean settled(int count) {
        return count > 0 && open.addAndGet(-count) == 0;
    }
}
