package dev.cadenza.identity;

import org.springframework.security.core.AuthenticationException;

/** A refresh token or an API key that is good for nothing: 401, whatever the reason. */
class SignInRefused extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    private SignInRefused(String sentence) {
        super(sentence);
    }

    static SignInRefused session() {
        return new SignInRefused("The session is over. Sign in again.");
    }

    static SignInRefused key() {
        return new SignInRefused("The API key is void.");
    }
}
