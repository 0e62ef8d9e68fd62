package dev.cadenza.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person, or a program, that may sign in. Users are deactivated and never deleted: what they did stays theirs. */
@Entity
@Table(name = "app_user")
class User {

    @Id
    private UUID id;
    private String email;
    private String passwordHash;
    private @Nullable String firstName;
    private @Nullable String lastName;
    private @Nullable String companyName;
    @Enumerated(EnumType.STRING)
    private Role role;
    private boolean active;
    @Column(name = "is_verified")
    private boolean verified;
    /** Written by a statement of its own, since a sign-in is no change of the user. */
    @Column(insertable = false, updatable = false)
    private @Nullable Instant lastLoginAt;
    private Instant createdAt;
    private Instant updatedAt;
    private int tokenVersion;
    @Version
    private int version;

    @SuppressWarnings("NullAway") // JPA fills the fields
    protected User() {
    }

    User(UUID id, NewUser command, String email, String passwordHash, Instant now) {
        this.id = id;
        this.email = email;
        this.passwordHash = passwordHash;
        this.firstName = command.firstName();
        this.lastName = command.lastName();
        this.companyName = command.companyName();
        this.role = command.role();
        this.active = true;
        this.createdAt = now;
        this.updatedAt = now;
    }

    UUID id() {
        return id;
    }

    String email() {
        return email;
    }

    String passwordHash() {
        return passwordHash;
    }

    @Nullable String firstName() {
        return firstName;
    }

    @Nullable String lastName() {
        return lastName;
    }

    @Nullable String companyName() {
        return companyName;
    }

    Role role() {
        return role;
    }

    boolean active() {
        return active;
    }

    @Nullable Instant lastLoginAt() {
        return lastLoginAt;
    }

    Instant createdAt() {
        return createdAt;
    }

    /** A token that was made with another version than this one is void. */
    int tokenVersion() {
        return tokenVersion;
    }

    /** A password verified against this state of the user is not verified any more once this value has changed. */
    String credentialState() {
        return tokenVersion + ":" + passwordHash;
    }

    void changeRole(Role newRole, Instant now) {
        this.role = newRole;
        voidTokens(now);
    }

    void changePassword(String newHash, Instant now) {
        this.passwordHash = newHash;
        voidTokens(now);
    }

    void rename(@Nullable String newFirstName, @Nullable String newLastName, @Nullable String newCompany, Instant now) {
        this.firstName = newFirstName;
        this.lastName = newLastName;
        this.companyName = newCompany;
        this.updatedAt = now;
    }

    void deactivate(Instant now) {
        this.active = false;
        voidTokens(now);
    }

    void activate(Instant now) {
        this.active = true;
        voidTokens(now);
    }

    /** Signs the user out everywhere. */
    void endSessions(Instant now) {
        voidTokens(now);
    }

    /** Mail to the address is known to reach the user. */
    void verify(Instant now) {
        this.verified = true;
        this.updatedAt = now;
    }

    boolean verified() {
        return verified;
    }

    private void voidTokens(Instant now) {
        this.tokenVersion++;
        this.updatedAt = now;
    }
}
