package dev.cadenza.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells the engine who makes a request to its REST API, so that its authorizations hold for the request. */
class EngineRestAuthentication extends OncePerRequestFilter {

    private final IdentityService identity;

    EngineRestAuthentication(IdentityService identity) {
        this.identity = identity;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<SignedInUser> user = SignedInUser.current();
        if (user.isEmpty()) {
            throw new IllegalStateException("The engine's REST API was reached without a user");
        }
        identity.setAuthentication(user.get().email(), List.of(user.get().role().group()));
        try {
            chain.doFilter(request, response);
        } finally {
            identity.clearAuthentication();
        }
    }
}
