package dev.cadenza.channel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Carrier} that can be asked what became of a message whose outcome nobody knows. Asking changes nothing and
 * may be repeated.
 */
public interface StatusLookup {

    /**
     * Blocks for an answer of the provider; never throws for its failure.
     *
     * @param message as it was handed over
     * @param handedOverAt when that began
     */
    Finding lookUp(OutgoingMessage message, Instant handedOverAt);

    /** What the provider says. */
    sealed interface Finding {

        /**
         * It took the message.
         *
         * @param providerId its own id for it
         * @param status its own word for how far it came, such as {@code delivered}; null where it says none
         */
        record Taken(String providerId, @Nullable String status) implements Finding {
        }

        /** It knows of no such message. Some show a message a while after they took it, so this is no proof at once. */
        record NotFound() implements Finding {
        }

        /** Several fit, or it did not answer. */
        record Unclear(String reason) implements Finding {
        }
    }
}
