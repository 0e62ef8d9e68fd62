package dev.cadenza.source;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * A post as it came.
 *
 * @param header value by name; null where it is missing
 * @param query decoded; of several values the first
 * @param origin of the page that a browser sends from
 */
record SourcePost(UnaryOperator<@Nullable String> header, Map<String, String> query, @Nullable String origin,
        @Nullable String contentType, byte[] body, Instant receivedAt) {

    /** @throws SourceRefused where it is larger than {@code most} */
    static SourcePost of(HttpServletRequest request, DataSize most, Instant now) throws IOException {
        return new SourcePost(request::getHeader, pairs(request.getQueryString()), request.getHeader("Origin"),
                request.getContentType(), body(request, (int) most.toBytes()), now);
    }

    private static byte[] body(HttpServletRequest request, int limit) throws IOException {
        if (request.getContentLengthLong() > limit) {
            throw SourceRefused.tooLarge();
        }
        if (isMultipart(request.getContentType())) {
            return fields(request);
        }
        try (InputStream in = request.getInputStream()) {
            byte[] body = in.readNBytes(limit + 1);
            if (body.length > limit) {
                throw SourceRefused.tooLarge();
            }
            return body;
        }
    }

    static boolean isMultipart(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /** The texts of a multipart form (RFC 7578), written as any other form; files are left out. */
    private static byte[] fields(HttpServletRequest request) throws IOException {
        StringBuilder fields = new StringBuilder();
        try {
            for (Part part : request.getParts()) {
                if (part.getSubmittedFileName() == null) {
                    try (InputStream in = part.getInputStream()) {
                        fields.append(fields.isEmpty() ? "" : "&").append(encode(part.getName())).append('=')
                                .append(encode(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
                    }
                }
            }
        } catch (ServletException malformed) {
            throw SourceRefused.content("The parts of the form can't be read.");
        }
        return fields.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Nullable String header(String name) {
        return header.apply(name);
    }

    /** The body as text that the database can keep; bytes that are no UTF-8 are kept one by one. */
    String text() {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException noUtf8) {
            text = new String(body, StandardCharsets.ISO_8859_1);
        }
        return text.replace('\0', '\u2400');
    }

    /** The fields of an {@code application/x-www-form-urlencoded} body; of several values the first. */
    Map<String, String> form() {
        return pairs(new String(body, StandardCharsets.UTF_8));
    }

    private static Map<String, String> pairs(@Nullable String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text == null ? new String[0] : text.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                pairs.putIfAbsent(decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return pairs;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
