package dev.cadenza.identity;

import org.jspecify.annotations.Nullable;

/**
 * A user to be made.
 *
 * @param email what the user signs in with; case does not matter
 * @param password in clear text; only its hash is stored
 */
public record NewUser(String email, String password, Role role, @Nullable String firstName, @Nullable String lastName,
        @Nullable String companyName) {

    public NewUser(String email, String password, Role role) {
        this(email, password, role, null, null, null);
    }

    /** Leaves the password out of every log. */
    @Override
    public String toString() {
        return "NewUser[" + email + ", " + role + "]";
    }
}
