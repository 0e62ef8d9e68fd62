package dev.cadenza.identity;

import dev.cadenza.platform.Ids;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The users of this installation. */
@Service
public class Users {

    private final StoredUsers stored;
    private final Passwords passwords;
    private final JdbcClient jdbc;
    private final Clock clock;

    Users(StoredUsers stored, Passwords passwords, JdbcClient jdbc, Clock clock) {
        this.stored = stored;
        this.passwords = passwords;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** True where there is any user, active or not. */
    @Transactional(readOnly = true)
    public boolean exists() {
        return stored.count() > 0;
    }

    /** The active user who signs in with this address. */
    @Transactional(readOnly = true)
    public Optional<SignedInUser> find(String email) {
        return stored.findByEmail(EmailAddress.normalized(email)).filter(User::active).map(SignedInUser::of);
    }

    @Transactional(readOnly = true)
    boolean isKnown(String normalizedEmail) {
        return stored.findByEmail(normalizedEmail).isPresent();
    }

    /**
     * Makes a user who may sign in from now on.
     *
     * @throws Rejected naming {@code email} or {@code password}
     * @throws Conflict where another user has the address
     */
    @Transactional
    public SignedInUser create(NewUser command) {
        check(command);
        return SignedInUser.of(insert(command, false).orElseThrow(() -> taken(command)));
    }

    /** Makes a user of whom it is known that mail reaches the address. */
    @Transactional
    User createVerified(NewUser command) {
        check(command);
        return insert(command, true).orElseThrow(() -> taken(command));
    }

    private static Conflict taken(NewUser command) {
        return new Conflict("email-taken",
                "Another user signs in with " + EmailAddress.normalized(command.email()) + ".");
    }

    /**
     * Makes a user without judging the password, unless one with the address exists; safe on several nodes at once.
     */
    @Transactional
    boolean createUnlessPresent(NewUser command) {
        return insert(command, true).isPresent();
    }

    @Transactional(readOnly = true)
    Page<User> list(PageQuery query) {
        return stored.findAll(PageRequest.of(query.page(), query.size(), Sort.by("email")));
    }

    @Transactional(readOnly = true)
    User get(UUID id) {
        return stored.findById(id).orElseThrow(() -> new NotFound("user", id));
    }

    @Transactional
    User change(UUID id, UserChange change) {
        List<FieldError> faults = PersonName.faults(change.firstName(), change.lastName(), change.companyName());
        if (!faults.isEmpty()) {
            throw new Rejected(faults);
        }
        requireAnotherAdministrator(id, change);
        User user = get(id);
        Instant now = clock.instant();
        user.rename(or(change.firstName(), user.firstName()), or(change.lastName(), user.lastName()),
                or(change.companyName(), user.companyName()), now);
        if (change.role() != null && change.role() != user.role()) {
            user.changeRole(change.role(), now);
        }
        if (change.active() != null && change.active() != user.active()) {
            if (change.active()) {
                user.activate(now);
            } else {
                user.deactivate(now);
            }
        }
        return stored.saveAndFlush(user);
    }

    @Transactional
    void setPassword(UUID id, String password) {
        Passwords.fault(password).ifPresent(fault -> {
            throw new Rejected(fault);
        });
        User user = get(id);
        user.changePassword(passwords.hash(password), clock.instant());
        stored.saveAndFlush(user);
    }

    /** @throws Rejected naming {@code currentPassword} or {@code password} */
    @Transactional
    void changeOwnPassword(UUID id, String current, String password) {
        if (!passwords.matches(current, get(id).passwordHash())) {
            throw new Rejected(FieldError.of("currentPassword", "wrong", "This is not your password."));
        }
        setPassword(id, password);
    }

    @Transactional
    void verify(UUID id) {
        User user = get(id);
        user.verify(clock.instant());
        stored.saveAndFlush(user);
    }

    private void requireAnotherAdministrator(UUID id, UserChange change) {
        boolean loses = change.role() != null && change.role() != Role.ADMINISTRATOR
                || Boolean.FALSE.equals(change.active());
        if (!loses) {
            return;
        }
        List<User> administrators = stored.findByRoleAndActiveTrueOrderById(Role.ADMINISTRATOR);
        if (administrators.size() == 1 && administrators.get(0).id().equals(id)) {
            throw new Conflict("last-administrator", "This is the last active administrator.");
        }
    }

    private Optional<User> insert(NewUser command, boolean verified) {
        User user = new User(Ids.next(), command, EmailAddress.normalized(command.email()),
                passwords.hash(command.password()), clock.instant());
        int inserted = jdbc.sql("""
                insert into app_user (id, email, password_hash, first_name, last_name, company_name, role,
                                      is_verified, created_at, updated_at)
                values (:id, :email, :hash, :firstName, :lastName, :companyName, :role, :verified, :now, :now)
                on conflict (email) do nothing""")
                .param("id", user.id()).param("email", user.email()).param("hash", user.passwordHash())
                .param("firstName", user.firstName()).param("lastName", user.lastName())
                .param("companyName", user.companyName()).param("role", user.role().name())
                .param("verified", verified).param("now", Timestamp.from(user.createdAt()))
                .update();
        return inserted == 1 ? Optional.of(user) : Optional.empty();
    }

    private static void check(NewUser command) {
        List<FieldError> errors = new ArrayList<>();
        if (!EmailAddress.plausible(EmailAddress.normalized(command.email()))) {
            errors.add(FieldError.of("email", "invalid", "This is not an e-mail address."));
        }
        Passwords.fault(command.password()).ifPresent(errors::add);
        errors.addAll(PersonName.faults(command.firstName(), command.lastName(), command.companyName()));
        if (!errors.isEmpty()) {
            throw new Rejected(errors);
        }
    }

    private static @Nullable String or(@Nullable String changed, @Nullable String present) {
        return changed == null ? present : changed;
    }
}
