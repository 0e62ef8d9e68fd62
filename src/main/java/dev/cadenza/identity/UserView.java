package dev.cadenza.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A user as the API shows it. @param verified whether mail to the address is known to reach the user */
record UserView(UUID id, String email, Role role, boolean active, boolean verified, @Nullable String firstName,
        @Nullable String lastName, @Nullable String companyName, @Nullable Instant lastLoginAt, Instant createdAt) {

    static UserView of(User user) {
        return new UserView(user.id(), user.email(), user.role(), user.active(), user.verified(), user.firstName(), user.lastName(),
                user.companyName(), user.lastLoginAt(), user.createdAt());
    }
}
