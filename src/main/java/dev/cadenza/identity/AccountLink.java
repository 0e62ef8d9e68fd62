package dev.cadenza.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A link that was mailed to somebody, good for one use.
 *
 * @param userId whom it is about; null for an invitation
 * @param role of the user that an invitation makes
 * @param createdBy e-mail address of who invites
 */
record AccountLink(UUID id, Purpose purpose, String email, @Nullable UUID userId, @Nullable Role role,
        @Nullable String firstName, @Nullable String lastName, @Nullable String companyName,
        @Nullable String createdBy, Instant createdAt, Instant expiresAt) {

    /** What the link lets its holder do. */
    enum Purpose {
        INVITATION(Duration.ofDays(7)), VERIFICATION(Duration.ofDays(2)), PASSWORD_RESET(Duration.ofHours(1));

        private final Duration valid;

        Purpose(Duration valid) {
            this.valid = valid;
        }

        Duration valid() {
            return valid;
        }
    }
}
