package dev.cadenza.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of one attempt to hand over a message. */
public sealed interface SendResult {

    /** The provider took it. @param providerId the provider's own id for it, where it gave one */
    record Accepted(@Nullable String providerId) implements SendResult {
    }

    /** Definitely not taken, and the same attempt later may succeed (4xx, connection refused, rate limit). */
    record Deferred(String reason, Duration retryAfter) implements SendResult {
    }

    /**
     * Definitely not taken, and never will be.
     *
     * @param badAddress true where it is the recipient's address that does not exist (a hard bounce)
     */
    record Refused(String reason, boolean badAddress) implements SendResult {
    }

    /** Nobody can know whether it was taken: time-out or reset after the content was on its way. */
    record Unknown(String reason) implements SendResult {
    }
}
