package dev.cadenza.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngines;
import org.camunda.bpm.webapp.impl.security.auth.Authentication;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.WebUtils;

/**
 * Keeps the sign-ins at Camunda's web applications in the list of sessions, and throws out who was signed out
 * elsewhere. Over TLS all their cookies are secure.
 */
class WebappSessions extends OncePerRequestFilter {

    private static final String ATTRIBUTE = "cadenza.session";
    private static final UnderPath API = new UnderPath("/camunda/api");

    private final StoredUsers users;
    private final Sessions sessions;
    private final ApplicationEventPublisher events;

    WebappSessions(StoredUsers users, Sessions sessions, ApplicationEventPublisher events) {
        this.users = users;
        this.sessions = sessions;
        this.events = events;
    }

    private record Known(UUID session, UUID user, String email) implements Serializable {
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean api = API.matches(request);
        HttpSession before = request.getSession(false);
        Known known = before == null ? null : (Known) before.getAttribute(ATTRIBUTE);
        if (api && before != null && known != null && !sessions.stands(known.session(), known.user())) {
            before.invalidate();
            known = null;
        } else if (api && known == null) {
            known = note(null, request); // the answer to a sign-in may be out before it is noted below
        }
        chain.doFilter(request, request.isSecure() ? new SecureCookies(response) : response);
        if (api) {
            note(known, request);
        }
    }

    /** The user who is signed in at the web applications in this session, where the session still stands. */
    static Optional<User> user(HttpSession session, StoredUsers users, Sessions sessions) {
        return session.getAttribute(ATTRIBUTE) instanceof Known known && known.email().equals(email(session))
                && sessions.stands(known.session(), known.user())
                ? users.findById(known.user()).filter(User::active) : Optional.empty();
    }

    private @Nullable Known note(@Nullable Known known, HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            end(known, null);
            return null;
        }
        synchronized (WebUtils.getSessionMutex(session)) {
            Known now = (Known) session.getAttribute(ATTRIBUTE);
            String email = email(session);
            if (known != null && !known.equals(now)) {
                end(known, null); // the sign-in began a new session in place of this one
            }
            if (now != null && now.email().equals(email)) {
                return now;
            }
            end(now, email);
            return email == null ? null : open(session, email, request);
        }
    }

    private @Nullable Known open(HttpSession session, String email, HttpServletRequest request) {
        return users.findByEmail(email).filter(User::active).map(user -> {
            Known made = new Known(sessions.openWebapp(user, Client.of(request)), user.id(), email);
            session.setAttribute(ATTRIBUTE, made);
            events.publishEvent(new SignedInAtWebapp(SignedInUser.of(user)));
            return made;
        }).orElse(null);
    }

    private void end(@Nullable Known known, @Nullable String email) {
        if (known != null && !known.email().equals(email)) {
            sessions.end(known.session(), known.user(), "SIGNED_OUT");
        }
    }

    private static @Nullable String email(HttpSession session) {
        Authentication authentication = AuthenticationUtil.getAuthsFromSession(session)
                .getAuthenticationForProcessEngine(ProcessEngines.NAME_DEFAULT);
        return authentication == null ? null : authentication.getIdentityId();
    }

    private static final class SecureCookies extends HttpServletResponseWrapper {

        SecureCookies(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void addHeader(String name, String value) {
            super.addHeader(name, secured(name, value));
        }

        @Override
        public void setHeader(String name, String value) {
            super.setHeader(name, secured(name, value));
        }

        private static String secured(String name, String value) {
            return HttpHeaders.SET_COOKIE.equalsIgnoreCase(name) && !value.toLowerCase(java.util.Locale.ROOT)
                    .contains("; secure") && !value.toLowerCase(java.util.Locale.ROOT).contains(";secure")
                    ? value + "; Secure" : value;
        }
    }
}
