package dev.cadenza.identity;

import org.springframework.security.core.AuthenticationException;

/** An account's password has been guessed at too often: 429, and no look at the password for a while. */
class TooManyAttempts extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    TooManyAttempts() {
        super("Too many failed attempts for this account. Try again in " + LoginThrottle.PAUSE.toSeconds()
                + " seconds.");
    }
}
