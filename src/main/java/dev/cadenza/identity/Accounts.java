package dev.cadenza.identity;

import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How people come to an account and keep it: invitations, verified addresses, forgotten passwords. */
@Component
class Accounts {

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MAILS_TO_AN_ACCOUNT = 3;
    private static final int ASKED_FROM_AN_ADDRESS = 20;

    private final AccountLinks links;
    private final Users users;
    private final StoredUsers stored;
    private final Sessions sessions;
    private final LoginThrottle throttle;

    Accounts(AccountLinks links, Users users, StoredUsers stored, Sessions sessions, LoginThrottle throttle) {
        this.links = links;
        this.users = users;
        this.stored = stored;
        this.sessions = sessions;
        this.throttle = throttle;
    }

    /**
     * Invites somebody by mail.
     *
     * @throws Conflict where a user has the address already
     */
    @Transactional
    UUID invite(String rawEmail, Role role, @Nullable String firstName, @Nullable String lastName,
            @Nullable String companyName, SignedInUser by) {
        String email = EmailAddress.normalized(rawEmail);
        if (!EmailAddress.plausible(email)) {
            throw new Rejected(FieldError.of("email", "invalid", "This is not an e-mail address."));
        }
        List<FieldError> faults = PersonName.faults(firstName, lastName, companyName);
        if (!faults.isEmpty()) {
            throw new Rejected(faults);
        }
        if (users.isKnown(email)) {
            throw new Conflict("email-taken", "A user signs in with " + email + " already.");
        }
        return links.invite(email, role, firstName, lastName, companyName, by.email());
    }

    List<AccountLink> invitations() {
        return links.openInvitations();
    }

    void withdraw(UUID invitation) {
        if (!links.revokeInvitation(invitation)) {
            throw new NotFound("open invitation", invitation);
        }
    }

    void inviteAgain(UUID invitation) {
        if (!links.mailAgain(invitation)) {
            throw new NotFound("open invitation", invitation);
        }
    }

    /** @throws Rejected naming {@code token} where the link can't be used (any more) */
    AccountLink look(String token) {
        return links.find(token).orElseThrow(Accounts::badLink);
    }

    /** Makes the user of an invitation; the link has shown that mail reaches the address. */
    @Transactional
    User register(String token, String password, @Nullable String firstName, @Nullable String lastName,
            @Nullable String companyName) {
        AccountLink link = links.use(token, AccountLink.Purpose.INVITATION).orElseThrow(Accounts::badLink);
        if (link.role() == null) {
            throw new IllegalStateException("Invitation " + link.id() + " is for no role");
        }
        return users.createVerified(new NewUser(link.email(), password, link.role(), or(firstName, link.firstName()),
                or(lastName, link.lastName()), or(companyName, link.companyName())));
    }

    /**
     * Mails a link where there is such a user, and says nothing about it: who asks learns from neither answer nor limit
     * which users exist.
     */
    @Transactional
    void forgotten(String rawEmail, Client client) {
        String email = EmailAddress.normalized(rawEmail);
        boolean allowed = client.counted().map(address ->
                throttle.allows("reset-from", address, ASKED_FROM_AN_ADDRESS, WINDOW)).orElse(true);
        if (!allowed) {
            throw new TooManyAttempts(WINDOW);
        }
        if (throttle.allows("reset", email, MAILS_TO_AN_ACCOUNT, WINDOW)) {
            stored.findByEmail(email).filter(User::active)
                    .ifPresent(user -> links.mail(AccountLink.Purpose.PASSWORD_RESET, user));
        }
    }

    /** Sets a new password and ends all sessions. */
    @Transactional
    void reset(String token, String password) {
        AccountLink link = links.use(token, AccountLink.Purpose.PASSWORD_RESET).orElseThrow(Accounts::badLink);
        User user = of(link);
        users.setPassword(user.id(), password);
        sessions.endAll(user.id(), "PASSWORD_CHANGED");
        users.verify(user.id());
        throttle.succeeded(user.email());
    }

    /** Mails the user a link that verifies the address. */
    @Transactional
    void askToVerify(UUID userId) {
        User user = users.get(userId);
        if (user.verified()) {
            throw new Conflict("already-verified", "The address " + user.email() + " is verified.");
        }
        if (!throttle.allows("verification", user.email(), MAILS_TO_AN_ACCOUNT, WINDOW)) {
            throw new TooManyAttempts(WINDOW);
        }
        links.mail(AccountLink.Purpose.VERIFICATION, user);
    }

    @Transactional
    void verify(String token) {
        users.verify(of(links.use(token, AccountLink.Purpose.VERIFICATION).orElseThrow(Accounts::badLink)).id());
    }

    /**
     * Whoever found a session open must not try passwords in it. Not in the transaction of the change, which would take
     * the count back with it.
     *
     * @throws TooManyAttempts where it was tried too often
     */
    void requireFewTries(UUID userId) {
        if (!throttle.allows("own-password", userId.toString(), LoginThrottle.LIMIT, LoginThrottle.PAUSE)) {
            throw new TooManyAttempts(LoginThrottle.PAUSE);
        }
    }

    /** Changes one's own password; all sessions end and links that were asked for are void. */
    @Transactional
    User changePassword(UUID userId, String current, String password) {
        users.changeOwnPassword(userId, current, password);
        links.revokeOf(userId, AccountLink.Purpose.PASSWORD_RESET);
        sessions.endAll(userId, "PASSWORD_CHANGED");
        return users.get(userId);
    }

    private User of(AccountLink link) {
        UUID id = link.userId();
        if (id == null) {
            throw badLink();
        }
        return stored.findById(id).filter(User::active).orElseThrow(Accounts::badLink);
    }

    private static Rejected badLink() {
        return new Rejected(FieldError.of("token", "void",
                "This link was used before, is too old or was withdrawn. Ask for a new one."));
    }

    private static @Nullable String or(@Nullable String given, @Nullable String present) {
        return given == null || given.isBlank() ? present : given;
    }
}
