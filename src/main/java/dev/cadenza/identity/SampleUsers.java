package dev.cadenza.identity;

import java.util.List;
import org.springframework.stereotype.Component;

/** The users of a first look. They are made on the embedded database only, since everybody knows their password. */
@Component
public class SampleUsers {

    private static final String PASSWORD = "cadenza";
    private static final List<SampleUser> ALL = List.of(
            new SampleUser("anna@cadenza.local", PASSWORD, Role.ADMINISTRATOR, "Anna", "Berg"),
            new SampleUser("marco@cadenza.local", PASSWORD, Role.MARKETER, "Marco", "Conti"),
            new SampleUser("ada@cadenza.local", PASSWORD, Role.ANALYST, "Ada", "Novak"));

    private final Users users;
    private final StoredUsers stored;
    private final Passwords passwords;

    SampleUsers(Users users, StoredUsers stored, Passwords passwords) {
        this.users = users;
        this.stored = stored;
        this.passwords = passwords;
    }

    /** A sample user, with the password in clear text. */
    public record SampleUser(String email, String password, Role role, String firstName, String lastName) {
    }

    /** Those who can sign in with the sample password now; empty where none was made. */
    public List<SampleUser> list() {
        return ALL.stream()
                .filter(sample -> stored.findByEmail(sample.email())
                        .filter(User::active)
                        .filter(user -> passwords.matches(sample.password(), user.passwordHash()))
                        .isPresent())
                .toList();
    }

    void create() {
        ALL.forEach(sample -> users.createUnlessPresent(new NewUser(sample.email(), sample.password(), sample.role(),
                sample.firstName(), sample.lastName(), null)));
    }
}
