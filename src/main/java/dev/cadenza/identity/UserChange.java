package dev.cadenza.identity;

import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What shall change about a user; absent fields stay as they are. */
record UserChange(@Nullable Role role, @Nullable Boolean active, @Nullable @Size(max = 100) String firstName,
        @Nullable @Size(max = 100) String lastName, @Nullable @Size(max = 255) String companyName) {
}
