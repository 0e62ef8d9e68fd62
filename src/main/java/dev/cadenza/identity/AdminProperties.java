package dev.cadenza.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The first administrator ({@code cadenza.admin.*}), made at start unless a user with the address exists. Changing the
 * password here later changes nothing.
 */
@ConfigurationProperties("cadenza.admin")
record AdminProperties(@Nullable String email, @Nullable String password) {

    boolean configured() {
        return email != null && !email.isBlank();
    }

    @Override
    public String toString() {
        return "AdminProperties[" + email + "]";
    }
}
