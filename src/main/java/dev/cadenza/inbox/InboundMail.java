package dev.cadenza.inbox;

import dev.cadenza.inbox.Verdict.Kind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A kept mail that is being applied; its row is locked. */
record InboundMail(UUID id, String mailbox, Instant receivedAt, byte[] raw, Status status) {

    enum Status {
        /** Kept, and not applied yet; after a failure it is tried again. */
        RECEIVED,
        /** Its effects are recorded. */
        APPLIED,
        /** Nobody knows whom it is from; waits for a person. */
        UNMATCHED,
        /** It can't be read, or was tried in vain too often; waits for a person. */
        FAILED
    }

    /**
     * What came of applying it.
     *
     * @param messageId what it became in the lead's conversation; null where it became nothing there
     */
    record Outcome(Status status, Kind kind, @Nullable Match match, @Nullable UUID messageId,
            @Nullable UUID duplicateOf, @Nullable String detail) {
    }
}
