package dev.cadenza.engine;

/** A decision could not be made with these values. */
public class DecisionFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DecisionFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
