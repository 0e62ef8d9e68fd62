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

    /** Definitely not taken, and never will be. */
    record Refused(String reason, Cause cause) implements SendResult {

        /** @param badAddress true where it is the recipient's address that does not exist (a hard bounce) */
        public Refused(String reason, boolean badAddress) {
            this(reason, badAddress ? Cause.NO_SUCH_ADDRESS : Cause.MESSAGE);
        }

        public boolean badAddress() {
            return cause == Cause.NO_SUCH_ADDRESS;
        }
    }

    /** What a refusal is about. */
    enum Cause {
        /** This message, or what the account may send. */
        MESSAGE,
        /** The recipient's address does not exist: it gets nothing more. */
        NO_SUCH_ADDRESS,
        /** The person has told the provider that they want nothing from us: the address gets nothing more. */
        OPTED_OUT
    }

    /** Nobody can know whether it was taken: time-out or reset after the content was on its way. */
    record Unknown(String reason) implements SendResult {
    }
}
