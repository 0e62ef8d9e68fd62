package dev.cadenza.identity;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/** The refresh token as a cookie: no script reads it, no other site's page sends it, no other path gets it. */
final class RefreshCookie {

    static final String NAME = "cadenza_refresh";
    private static final String PATH = "/api/v1/auth";

    private RefreshCookie() {
    }

    static Optional<String> read(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, NAME)).map(Cookie::getValue)
                .filter(value -> !value.isEmpty());
    }

    static String of(Sessions.Opened opened, HttpServletRequest request) {
        Duration left = Duration.between(opened.access().expiresAt().minus(Tokens.VALID), opened.refreshExpiresAt());
        return cookie(opened.refreshToken(), left, request);
    }

    static String gone(HttpServletRequest request) {
        return cookie("", Duration.ZERO, request);
    }

    private static String cookie(String value, Duration maxAge, HttpServletRequest request) {
        return ResponseCookie.from(NAME, value).httpOnly(true).secure(request.isSecure()).sameSite("Strict")
                .path(request.getContextPath() + PATH).maxAge(maxAge).build().toString();
    }
}
