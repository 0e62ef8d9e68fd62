package dev.cadenza.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that goes on.
 *
 * @param kind API with refresh tokens, WEBAPP at Tasklist, Cockpit or Admin
 * @param address from which it was used last
 * @param agent what the browser or program calls itself
 * @param current whether the request itself belongs to it
 */
record SessionView(UUID id, String kind, @Nullable String address, @Nullable String agent, Instant createdAt,
        Instant lastUsedAt, Instant expiresAt, boolean current) {
}
