package dev.cadenza.tracking;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where a link leads, in a form that is safe in a Location header: an absolute http or https URL in plain ASCII. */
final class Destination {

    /** A token grows with its URL by a third, and servers take request lines of 8 kB. */
    static final int MAX_LENGTH = 4000;

    private static final String NEVER_IN_A_URL = "\"<>\\^`{|}";

    private Destination() {
    }

    /** Empty where {@code url} is not a web address, or one that no token can carry. */
    static Optional<String> of(String url) {
        String plain = url.strip();
        int authority = plain.regionMatches(true, 0, "http://", 0, 7) ? 7
                : plain.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
        if (authority < 0) {
            return Optional.empty();
        }
        int path = authority;
        while (path < plain.length() && "/?#\\".indexOf(plain.charAt(path)) < 0) {
            path++;
        }
        try {
            String host = IDN.toASCII(plain.substring(authority, path));
            String ascii = plain.substring(0, authority) + host + escape(plain.substring(path));
            boolean fit = ascii.length() <= MAX_LENGTH && new URI(ascii).getRawAuthority() != null;
            return fit ? Optional.of(ascii) : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException notAUrl) {
            return Optional.empty();
        }
    }

    private static String escape(String rest) {
        StringBuilder out = new StringBuilder(rest.length());
        rest.codePoints().forEach(c -> {
            if (c > 0x20 && c < 0x7F && NEVER_IN_A_URL.indexOf(c) < 0) {
                out.append((char) c);
            } else if (c != '\r' && c != '\n' && c != '\t') { // browsers drop these three (WHATWG URL, 4.4)
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    out.append('%').append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                            .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
                }
            }
        });
        return out.toString();
    }
}
