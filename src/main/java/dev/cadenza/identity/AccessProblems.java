package dev.cadenza.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;

/** Says "who are you" (401) and "not you" (403) as problem details (RFC 9457). */
@Component
class AccessProblems implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final ObjectMapper json;

    AccessProblems(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        if (failure instanceof TooManyAttempts refused) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(refused.retryAfterSeconds()));
            write(response, HttpStatus.TOO_MANY_REQUESTS, "too-many-attempts", failure.getMessage());
            return;
        }
        // A script inside a page (a Tasklist form) must not make the browser ask for a password of its own.
        if (!"XMLHttpRequest".equals(request.getHeader("X-Requested-With"))) {
            response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Cadenza\", charset=\"UTF-8\"");
        }
        response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        write(response, HttpStatus.UNAUTHORIZED, "not-signed-in", sentence(failure));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
            throws IOException {
        write(response, HttpStatus.FORBIDDEN, "not-allowed", "Your role does not allow this.");
    }

    void refuse(HttpServletResponse response, String type, String sentence) throws IOException {
        write(response, HttpStatus.FORBIDDEN, type, sentence);
    }

    private static String sentence(AuthenticationException failure) {
        if (failure instanceof BadCredentialsException) {
            return "E-mail address or password is wrong.";
        }
        if (failure instanceof SignInRefused) {
            return failure.getMessage();
        }
        if (failure instanceof InvalidBearerTokenException) {
            return "The token is void. Sign in again.";
        }
        return "Sign in first: a token from /api/v1/auth/login, an API key, or HTTP Basic.";
    }

    private void write(HttpServletResponse response, HttpStatus status, String type, String sentence)
            throws IOException {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, sentence);
        detail.setType(URI.create("urn:cadenza:problem:" + type));
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        json.writeValue(response.getOutputStream(), detail);
    }
}
