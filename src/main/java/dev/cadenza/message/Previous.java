package dev.cadenza.message;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rule that a message goes no sooner than a delay after the message before it really went. */
final class Previous {

    private static final Set<String> ON_ITS_WAY = Set.of("QUEUED", "CLAIMED", "SENDING");
    private static final Set<String> WENT = Set.of("SENT", "BOUNCED", "UNKNOWN");

    private Previous() {
    }

    /**
     * When the following message may go.
     *
     * @param wentAt when the previous message was sent or, if it is not known whether it was, fenced
     * @param shortest how far ahead at least to look again while the previous message has not gone
     */
    static Instant earliest(String state, @Nullable Instant scheduledFor, @Nullable Instant wentAt, Duration delay,
            Instant now, Duration shortest) {
        if (ON_ITS_WAY.contains(state)) {
            Instant base = scheduledFor == null || scheduledFor.isBefore(now) ? now : scheduledFor;
            return base.plus(delay.compareTo(shortest) > 0 ? delay : shortest);
        }
        return WENT.contains(state) && wentAt != null ? wentAt.plus(delay) : now;
    }
}
