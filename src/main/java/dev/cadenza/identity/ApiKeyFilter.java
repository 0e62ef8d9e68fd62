package dev.cadenza.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Signs in who sends an API key, for what the key covers. */
class ApiKeyFilter extends OncePerRequestFilter {

    static final String HEADER = "X-API-Key";
    private static final String BEARER = "Bearer ";

    private final ApiKeys keys;
    private final AccessProblems problems;

    ApiKeyFilter(ApiKeys keys, AccessProblems problems) {
        this.keys = keys;
        this.problems = problems;
    }

    /** The key of a request, in its own header or as a bearer token. */
    static @Nullable String key(HttpServletRequest request) {
        String key = request.getHeader(HEADER);
        if (key != null) {
            return key.strip();
        }
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && authorization.startsWith(ApiKeys.PREFIX, BEARER.length())
                ? authorization.substring(BEARER.length()).strip() : null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = key(request);
        if (key == null) {
            chain.doFilter(request, response);
            return;
        }
        Optional<ApiKeys.Bearer> bearer = keys.find(key);
        if (bearer.isEmpty()) {
            problems.commence(request, response, SignInRefused.key());
        } else if (!bearer.get().scopes().cover(request.getMethod(), path(request))) {
            problems.refuse(response, "out-of-scope", "The API key is not for this.");
        } else {
            signIn(bearer.get().user());
            chain.doFilter(request, response);
        }
    }

    private static String path(HttpServletRequest request) {
        return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
    }

    private static void signIn(SignedInUser user) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(user, null, user.authorities()));
        SecurityContextHolder.setContext(context);
    }
}
