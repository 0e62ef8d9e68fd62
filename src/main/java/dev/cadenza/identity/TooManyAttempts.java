package dev.cadenza.identity;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** An account has been guessed at too often, or an address has failed too often: 429, and no look at the password. */
class TooManyAttempts extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    TooManyAttempts(Duration retryAfter) {
        super("Too many failed attempts. Try again in " + Math.max(1, retryAfter.toSeconds()) + " seconds.");
        this.retryAfter = retryAfter;
    }

    /** How long it is refused from now on. */
    long retryAfterSeconds() {
        return Math.max(1, retryAfter.toSeconds());
    }
}
