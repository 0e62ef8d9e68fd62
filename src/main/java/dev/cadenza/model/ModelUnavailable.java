package dev.cadenza.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The model gave no answer: it is overloaded, out of order, can't be reached, or refuses the request. */
public class ModelUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean passing;
    private final @Nullable Duration retryAfter;

    public ModelUnavailable(String message, boolean passing, @Nullable Duration retryAfter) {
        super(message);
        this.passing = passing;
        this.retryAfter = retryAfter;
    }

    public ModelUnavailable(String message, Throwable cause) {
        super(message, cause);
        this.passing = true;
        this.retryAfter = null;
    }

    /** Whether the same request may well succeed later; false where key, model or request are at fault. */
    public boolean passing() {
        return passing;
    }

    /** How long the server wants to be left alone; null where it does not say. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
