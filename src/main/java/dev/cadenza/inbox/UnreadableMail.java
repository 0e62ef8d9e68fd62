package dev.cadenza.inbox;

/** The bytes are no mail at all: trying again is of no use. */
class UnreadableMail extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableMail(Throwable cause) {
        super("The mail can't be read: " + cause.getMessage(), cause);
    }
}
