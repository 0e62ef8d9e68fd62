package dev.cadenza.source;

/** An event is not what the sender's documentation says. */
class UnreadableData extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableData(String message) {
        super(message);
    }
}
