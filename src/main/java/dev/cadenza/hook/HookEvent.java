package dev.cadenza.hook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that a provider posted, with a signature that was right.
 *
 * @param channelId the channel whose address it was posted to
 * @param payload the event as JSON
 */
record HookEvent(UUID id, UUID channelId, Kind kind, Instant receivedAt, String payload) {

    /** What an event is, by its sender. */
    enum Kind {
        /** SendGrid's event webhook. */
        SENDGRID_EVENT("sendgrid"),
        /** Twilio's status callback. */
        TWILIO_STATUS("twilio"),
        /** An SMS or WhatsApp message that came in at Twilio. */
        TWILIO_MESSAGE("twilio"),
        /** Whatever Meta posts about Messenger and Instagram. */
        META_EVENT("meta");

        private final String provider;

        Kind(String provider) {
            this.provider = provider;
        }

        String provider() {
            return provider;
        }
    }

    /** What is still to be done about an event. */
    enum Status {
        /** To be applied; after a failure again. */
        RECEIVED,
        APPLIED,
        /** It is about nobody and nothing we know; waits for a person. */
        UNMATCHED,
        /** It can't be read, or was tried in vain too often; waits for a person. */
        FAILED
    }

    /**
     * An event to be kept.
     *
     * @param key the provider's own id for it
     * @param same what makes it the same event where the provider repeats it under another id; null where it does not
     */
    record Posted(Kind kind, String key, @Nullable String same, String payload) {
    }
}
