package dev.cadenza.intake;

/** The import was cancelled, or another node took it over: what is not committed must not be. */
class ImportInterrupted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ImportInterrupted(String why) {
        super(why);
    }
}
