package dev.cadenza.message;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened to messages, published inside the transaction that recorded it. Listeners above (journeys) act in the
 * same transaction, so a lead has left its journeys when the record of the reply is there, or neither is.
 */
public final class MessageEvents {

    private MessageEvents() {
    }

    /**
     * A person answered.
     *
     * @param enrollmentId the enrollment whose message was answered; null where it answers no journey's message
     * @param messageId the inbound message
     */
    public record Replied(UUID leadId, @Nullable UUID enrollmentId, UUID messageId, Instant at) {
    }

    /** A mail came back for good: the address does not exist. All of the lead's journeys over this channel end. */
    public record HardBounced(@Nullable UUID leadId, @Nullable UUID enrollmentId, String address, Instant at) {
    }

    /** The lead wants nothing more. */
    public record Unsubscribed(@Nullable UUID leadId, @Nullable UUID enrollmentId, String address, Instant at) {
    }

    /** The lead told its provider that our mail is spam. */
    public record Complained(@Nullable UUID leadId, @Nullable UUID enrollmentId, String address, Instant at) {
    }
}
