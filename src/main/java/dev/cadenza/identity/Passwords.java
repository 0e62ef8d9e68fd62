package dev.cadenza.identity;

import dev.cadenza.problem.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes passwords (bcrypt now; each hash names its algorithm, so that a better one can follow) and checks new ones. */
@Component
class Passwords {

    static final int MIN_LENGTH = 8;
    /** bcrypt looks at no more; a longer password would be cut in silence. */
    static final int MAX_BYTES = 72;

    private final PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
    private final String nobody = encoder.encode("the password of nobody");

    String hash(String password) {
        return encoder.encode(password);
    }

    boolean matches(String password, String hash) {
        return encoder.matches(password, hash);
    }

    /** Takes as long as a real comparison, so that the time tells nobody which users exist. */
    void matchNobody(String password) {
        encoder.matches(password, nobody);
    }

    /** What is wrong with {@code password} as a new one. */
    static Optional<FieldError> fault(String password) {
        if (password.codePointCount(0, password.length()) < MIN_LENGTH) {
            return Optional.of(FieldError.of("password", "too-short",
                    "The password must have at least " + MIN_LENGTH + " characters."));
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return Optional.of(FieldError.of("password", "too-long",
                    "The password must not be longer than " + MAX_BYTES + " bytes."));
        }
        return Optional.empty();
    }
}
