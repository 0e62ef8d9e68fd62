package dev.cadenza.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.webapp.impl.security.filter.util.CsrfConstants;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets the forms in Tasklist call our API: whoever is signed in to one of the web applications is signed in here, by
 * the same session cookie. A browser sends that cookie along with other sites' requests too, so a request that changes
 * something must carry the session's CSRF token, which only our own pages can read.
 */
class WebappSession extends OncePerRequestFilter {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    /** They bring what they go by, a password or a refresh token; the console's, beside a session at Tasklist. */
    private static final Set<String> BY_THEMSELVES = Set.of("/api/v1/auth/login", "/api/v1/auth/refresh",
            "/api/v1/auth/logout");

    private final StoredUsers users;
    private final Sessions sessions;
    private final AccessProblems problems;

    WebappSession(StoredUsers users, Sessions sessions, AccessProblems problems) {
        this.users = users;
        this.sessions = sessions;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        boolean ownCredentials = request.getHeader(HttpHeaders.AUTHORIZATION) != null
                || request.getHeader(ApiKeyFilter.HEADER) != null
                || BY_THEMSELVES.contains(request.getServletPath());
        Optional<User> user = session == null || ownCredentials ? Optional.empty()
                : WebappSessions.user(session, users, sessions);
        if (user.isEmpty() || session == null) {
            chain.doFilter(request, response);
            return;
        }
        if (!SAFE.contains(request.getMethod()) && !hasToken(request, session)) {
            problems.refuse(response, "csrf-token", "A request of this session that changes something needs its token"
                    + " in the header " + CsrfConstants.CSRF_TOKEN_HEADER_NAME + ".");
            return;
        }
        signIn(SignedInUser.of(user.get()));
        chain.doFilter(request, response);
    }

    private static boolean hasToken(HttpServletRequest request, HttpSession session) {
        return equal((String) session.getAttribute(CsrfConstants.CSRF_TOKEN_SESSION_ATTR_NAME),
                request.getHeader(CsrfConstants.CSRF_TOKEN_HEADER_NAME));
    }

    private static boolean equal(@Nullable String expected, @Nullable String given) {
        return expected != null && given != null && MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8),
                given.getBytes(StandardCharsets.UTF_8));
    }

    private static void signIn(SignedInUser user) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(user, null, user.authorities()));
        SecurityContextHolder.setContext(context);
    }
}
