package dev.cadenza.identity;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** HTTP Basic over our users. */
@Component
class PasswordAuthentication implements AuthenticationProvider {

    private final Credentials credentials;

    PasswordAuthentication(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public Authentication authenticate(Authentication offered) {
        SignedInUser user = credentials.verify(offered.getName(), String.valueOf(offered.getCredentials()))
                .map(SignedInUser::of)
                .orElseThrow(() -> new BadCredentialsException("E-mail address or password is wrong."));
        return UsernamePasswordAuthenticationToken.authenticated(user, null, user.authorities());
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}
