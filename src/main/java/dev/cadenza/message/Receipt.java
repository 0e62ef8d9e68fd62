package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a provider tells afterwards about a message that it was given. Receipts may come doubled, out of order, late, and
 * before our own record of the hand-over.
 *
 * @param messageId our own id, where the provider carries it; the surest sign
 * @param address the recipient's, in its normal form; with {@code providerId} it leads to the message where our id is
 *         missing
 * @param providerId the provider's own id for the message
 * @param at when it happened, by the provider's clock
 * @param reason what the provider or the recipient's server said, for people
 */
public record Receipt(
        @Nullable UUID messageId,
        ChannelType channel,
        @Nullable String address,
        @Nullable String providerId,
        Kind kind,
        Instant at,
        @Nullable String reason) {

    /** What happened. Every one of them proves that the message had been handed over. */
    public enum Kind {
        /** The provider has it. */
        ACCEPTED,
        /** Not delivered yet; the provider goes on trying. */
        DELAYED,
        DELIVERED,
        OPENED,
        CLICKED,
        /** The provider gave up, for a reason that says nothing against the address. */
        UNDELIVERED,
        /** The address does not exist. */
        BOUNCED,
        /** The recipient reported it as spam. */
        COMPLAINED,
        /** The recipient wants nothing more. */
        UNSUBSCRIBED,
        /** The recipient wants messages again. */
        RESUBSCRIBED;

        /** Whether it proves that the message reached the recipient's side. */
        boolean arrived() {
            return this == DELIVERED || this == OPENED || this == CLICKED || this == COMPLAINED;
        }

        /** Whether it says something about the address, which holds also where the message is not known. */
        boolean aboutAddress() {
            return this == BOUNCED || this == COMPLAINED || this == UNSUBSCRIBED || this == RESUBSCRIBED;
        }
    }
}
