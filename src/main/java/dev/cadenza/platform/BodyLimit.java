package dev.cadenza.platform;

import dev.cadenza.problem.TooLarge;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * No request body is read beyond a limit ({@code cadenza.http.max-body}), but for files that are worked on as they come
 * in: those paths have limits of their own.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE - 100) // after security: strangers are refused before anything of theirs is read
class BodyLimit extends OncePerRequestFilter {

    /** Uploads that are streamed, and mails, whose gate has a limit of its own. */
    private static final List<String> STREAMED = List.of("/api/v1/imports", "/api/v1/business-cards",
            "/hooks/sendgrid");

    private final long limit;

    BodyLimit(@Value("${cadenza.http.max-body:10MB}") DataSize limit) {
        this.limit = limit.toBytes();
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return isMultipart(request)
                && STREAMED.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // The container reads parts by itself, past what is counted below: their length must be known before.
        if (request.getContentLengthLong() > limit || request.getContentLengthLong() < 0 && isMultipart(request)) {
            refuse(response);
            return;
        }
        Counted counted = new Counted(request);
        try {
            chain.doFilter(counted, response);
        } catch (IOException | ServletException | RuntimeException failure) {
            if (!counted.tooLong || response.isCommitted()) {
                throw failure;
            }
            response.resetBuffer();
            refuse(response);
        }
    }

    private static boolean isMultipart(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    private void refuse(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(("{\"type\":\"urn:cadenza:problem:too-large\",\"title\":\"Payload Too Large\","
                + "\"status\":413,\"detail\":\"The body must not be longer than " + limit + " bytes.\"}")
                .getBytes(StandardCharsets.UTF_8));
    }

    private final class Counted extends HttpServletRequestWrapper {

        private boolean tooLong;

        Counted(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new Stream(super.getInputStream());
        }

        @Override
        public BufferedReader getReader() throws IOException {
            String encoding = getCharacterEncoding();
            return new BufferedReader(new InputStreamReader(getInputStream(), encoding == null
                    ? StandardCharsets.ISO_8859_1 : Charset.forName(encoding)));
        }

        private final class Stream extends ServletInputStream {

            private final ServletInputStream in;
            private long count;

            Stream(ServletInputStream in) {
                this.in = in;
            }

            @Override
            public int read() throws IOException {
                int next = in.read();
                count(next < 0 ? 0 : 1);
                return next;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int read = in.read(buffer, offset, length);
                count(Math.max(read, 0));
                return read;
            }

            private void count(int more) throws TooLarge {
                count += more;
                if (count > limit) {
                    tooLong = true;
                    throw new TooLarge(limit);
                }
            }

            @Override
            public boolean isFinished() {
                return in.isFinished();
            }

            @Override
            public boolean isReady() {
                return in.isReady();
            }

            @Override
            public void setReadListener(ReadListener listener) {
                in.setReadListener(listener);
            }
        }
    }
}
