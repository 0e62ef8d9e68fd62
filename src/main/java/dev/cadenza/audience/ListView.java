package dev.cadenza.audience;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A list as the API shows it. */
record ListView(UUID id, String name, @Nullable String description, long members, Instant createdAt,
        Instant updatedAt) {
}
