package dev.cadenza.writer;

/** The next request could cost more tokens than the campaign may use. */
class CapReached extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CapReached(long cap) {
        super("The next request could go beyond the cap of " + cap + " tokens.");
    }
}
