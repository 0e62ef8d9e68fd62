package dev.cadenza.card;

/** A file that we don't read, with the reason in words for the person who sent it. */
final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    Refused(String code, String reason) {
        super(reason);
        this.code = code;
    }

    /** Stable word for programs. */
    String code() {
        return code;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
