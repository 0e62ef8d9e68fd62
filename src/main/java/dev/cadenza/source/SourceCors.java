package dev.cadenza.source;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets pages of a source's own origins, and no others, read the answers to what they post (the CORS protocol of the
 * Fetch standard). Credentials are never part of it.
 */
@Component
class SourceCors extends OncePerRequestFilter {

    private static final Pattern PATH = Pattern.compile("/hooks/(?:sources|forms)/([\\w-]{1,100})(?:/.*)?");

    private final SourceRegister sources;

    SourceCors(SourceRegister sources) {
        this.sources = sources;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.ORIGIN) == null || key(request) == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        String key = key(request);
        Optional<DataSource> source = key == null ? Optional.empty() : sources.byKey(key);
        boolean admitted = source.isPresent() && source.get().settings().admits(origin);
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        if (admitted) {
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
        if (HttpMethod.OPTIONS.matches(request.getMethod())) {
            if (admitted) {
                response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "POST");
                response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "content-type");
                response.setHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600");
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            } else {
                response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            }
            return;
        }
        chain.doFilter(request, response);
    }

    private static @Nullable String key(HttpServletRequest request) {
        Matcher path = PATH.matcher(request.getRequestURI().substring(request.getContextPath().length()));
        return path.matches() ? path.group(1) : null;
    }
}
