package dev.cadenza.message;

/** Where a message is on its way. */
enum MessageState {
    /** Waits for its time and turn. */
    QUEUED,
    /** Taken by a node, certainly not handed over. */
    CLAIMED,
    /** About to be, or being, handed to a provider. */
    SENDING,
    SENT,
    FAILED,
    /** Handed over, and nobody knows whether it was taken. */
    UNKNOWN,
    BOUNCED,
    CANCELLED,
    SUPPRESSED,
    /** Meant for a lead that has no address on the channel. */
    SKIPPED,
    /** Came in. */
    RECEIVED;

    /** A further condition under which an index finds the few messages in this state. */
    String indexed() {
        return switch (this) {
            case QUEUED -> " and m.pending";
            case FAILED, UNKNOWN -> " and m.attention";
            default -> "";
        };
    }
}
