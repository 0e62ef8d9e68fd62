package dev.cadenza.problem;

/** A failure that the client is told about as problem details (RFC 9457); {@link #type()} is stable. */
public abstract class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String type;

    protected Problem(String type, String message) {
        super(message);
        this.type = type;
    }

    /** The last part of the problem's type URI, such as {@code campaign-already-launched}. */
    public String type() {
        return type;
    }
}
