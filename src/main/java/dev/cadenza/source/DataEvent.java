package dev.cadenza.source;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that a source sent.
 *
 * @param topic what it calls it, as far as that can be told at the door
 * @param proven whether the sender knew the secret
 * @param payload the event as JSON, or as it came where it is none
 */
record DataEvent(UUID id, UUID sourceId, String topic, boolean proven, Instant receivedAt, String payload,
        int attempts) {

    /** The topic of what can't be read. */
    static final String UNREADABLE = "unreadable";

    /** What is still to be done about an event. */
    enum Status {
        /** To be applied; after a failure again. */
        RECEIVED,
        APPLIED,
        /** Of somebody who is not known yet; comes along when the person is. */
        ANONYMOUS,
        /** It leads to nothing, with a reason; waits for a person. */
        REFUSED,
        /** It can't be read, or was tried in vain too often; waits for a person. */
        FAILED
    }

    /**
     * An event to be kept.
     *
     * @param key the sender's own id for it; null where it has none, so that each delivery is an event of its own
     */
    record Posted(String topic, @Nullable String key, String payload) {
    }
}
