package dev.cadenza.hook;

/** An event is not what it should be: trying again is of no use. */
class UnreadableEvent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableEvent(String message) {
        super(message);
    }
}
