package dev.cadenza.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Matches a path and everything below it, whichever servlet serves it. Spring's own path patterns are relative to the
 * servlet and so never match what Camunda's servlets serve.
 */
record UnderPath(String root) implements RequestMatcher {

    @Override
    public boolean matches(HttpServletRequest request) {
        String path = request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
        return path.equals(root) || path.startsWith(root + "/");
    }
}
