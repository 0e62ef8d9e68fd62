package dev.cadenza.identity;

import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Decides whether an address and a password belong together, for every way of signing in. Unknown, deactivated and
 * mistyped get the same answer in the same time.
 */
@Component
class Credentials {

    private final StoredUsers users;
    private final Passwords passwords;
    private final VerifiedPasswords verified;
    private final LoginThrottle throttle;
    private final Clock clock;

    Credentials(StoredUsers users, Passwords passwords, VerifiedPasswords verified, LoginThrottle throttle,
            Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.verified = verified;
        this.throttle = throttle;
        this.clock = clock;
    }

    /**
     * The user, where the password is right. A password verified a short while ago is not hashed again.
     *
     * @throws TooManyAttempts where the account, or from this address, has been guessed at too often
     */
    Optional<User> verify(String rawEmail, String password) {
        String email = EmailAddress.normalized(rawEmail);
        Optional<User> user = users.findByEmail(email).filter(User::active);
        if (user.isPresent() && verified.contains(user.get(), password)) {
            return user;
        }
        Client client = Client.current();
        throttle.attempt(email, client);
        if (user.isEmpty()) {
            passwords.matchNobody(password);
        } else if (passwords.matches(password, user.get().passwordHash())) {
            throttle.succeeded(email);
            verified.add(user.get(), password);
            users.recordLogin(user.get().id(), clock.instant());
            return user;
        }
        throttle.failed(client);
        return Optional.empty();
    }
}
