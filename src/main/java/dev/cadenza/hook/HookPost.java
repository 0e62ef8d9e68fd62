package dev.cadenza.hook;

import dev.cadenza.platform.CadenzaProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** What a post says, as it came: signatures are over the raw bytes, and over the address that the provider knows. */
final class HookPost {

    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private HookPost() {
    }

    /** @throws HookRefused where it is larger than {@code most} */
    static byte[] body(HttpServletRequest request, DataSize most) throws IOException {
        int limit = (int) most.toBytes();
        if (request.getContentLengthLong() > limit) {
            throw HookRefused.tooLarge();
        }
        try (InputStream in = request.getInputStream()) {
            byte[] body = in.readNBytes(limit + 1);
            if (body.length > limit) {
                throw HookRefused.tooLarge();
            }
            return body;
        }
    }

    /** The fields of an {@code application/x-www-form-urlencoded} body, values as they were sent. */
    static Map<String, List<String>> form(byte[] body) {
        Map<String, List<String>> form = new LinkedHashMap<>();
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                form.computeIfAbsent(name, unseen -> new ArrayList<>())
                        .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    /** One value of a query string, decoded. */
    static @Nullable String parameter(@Nullable String query, String name) {
        List<String> values = query == null ? null : form(query.getBytes(StandardCharsets.UTF_8)).get(name);
        return values == null ? null : values.get(0);
    }

    /**
     * The addresses under which the provider may have posted: the configured public one, whatever proxies made of it,
     * with and without a standard port.
     */
    static List<String> addresses(HttpServletRequest request, CadenzaProperties properties) {
        URI base = properties.publicUrl();
        String path = request.getRequestURI().substring(request.getContextPath().length());
        String query = request.getQueryString();
        String rest = (base.getRawPath() == null ? "" : base.getRawPath().replaceFirst("/+$", "")) + path
                + (query == null ? "" : "?" + query);
        int standard = "https".equals(base.getScheme()) ? HTTPS : HTTP;
        int port = base.getPort() < 0 ? standard : base.getPort();
        String origin = base.getScheme() + "://" + base.getHost();
        return List.of(origin + rest, origin + ":" + port + rest);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
