package dev.cadenza.source;

import org.jspecify.annotations.Nullable;

/** Where a secret may stand in a post. */
final class Tokens {

    private static final String BEARER = "Bearer ";

    private Tokens() {
    }

    /** The one of {@code Authorization: Bearer …}. */
    static @Nullable String bearer(SourcePost post) {
        String header = post.header("Authorization");
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip() : null;
    }
}
