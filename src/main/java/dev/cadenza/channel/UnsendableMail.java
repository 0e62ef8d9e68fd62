package dev.cadenza.channel;

/** The mail itself is at fault: no server could take it, now or later. */
class UnsendableMail extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean badAddress;

    UnsendableMail(String message, boolean badAddress) {
        super(message);
        this.badAddress = badAddress;
    }

    /** True where it is the recipient's address that can't exist. */
    boolean badAddress() {
        return badAddress;
    }
}
