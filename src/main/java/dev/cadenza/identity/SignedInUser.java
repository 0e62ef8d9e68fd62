package dev.cadenza.identity;

import java.security.Principal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who makes the request, the same whichever way they signed in (Basic, token, or the session of a web application).
 *
 * @param email also the user's id in the process engine
 */
public record SignedInUser(UUID id, String email, Role role) implements Principal {

    @Override
    public String getName() {
        return email;
    }

    /** The user of the request that this thread works on; empty in background work. */
    public static Optional<SignedInUser> current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof SignedInUser user
                ? Optional.of(user) : Optional.empty();
    }

    Collection<GrantedAuthority> authorities() {
        return List.of(new SimpleGrantedAuthority(role.authority()));
    }

    static SignedInUser of(User user) {
        return new SignedInUser(user.id(), user.email(), user.role());
    }
}
