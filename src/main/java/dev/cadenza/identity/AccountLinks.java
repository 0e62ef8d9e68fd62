package dev.cadenza.identity;

import dev.cadenza.platform.Ids;
import dev.cadenza.platform.Keys;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes links, and takes each once. The token of a link is its id and an HMAC of it: what the database holds lets nobody
 * follow a link, and the mail can be written when it goes out.
 */
@Component
class AccountLinks {

    private static final String OPEN = "used_at is null and revoked_at is null and expires_at > :now";

    private final JdbcClient jdbc;
    private final byte[] key;
    private final Clock clock;

    AccountLinks(JdbcClient jdbc, Keys keys, Clock clock) {
        this.jdbc = jdbc;
        this.key = keys.key("account-link");
        this.clock = clock;
    }

    /** Queues an invitation, in the caller's transaction. Older ones to the same address are void. */
    UUID invite(String email, Role role, @Nullable String firstName, @Nullable String lastName,
            @Nullable String companyName, @Nullable String invitedBy) {
        jdbc.sql("update account_link set revoked_at = :now where email = :email and purpose = 'INVITATION' and " + OPEN)
                .param("email", email).param("now", now()).update();
        return insert(AccountLink.Purpose.INVITATION, email, null, role, firstName, lastName, companyName, invitedBy);
    }

    /** Queues a link for a user. Older ones of the same purpose are void. */
    UUID mail(AccountLink.Purpose purpose, User user) {
        revokeOf(user.id(), purpose);
        return insert(purpose, user.email(), user.id(), null, user.firstName(), user.lastName(), null, null);
    }

    void revokeOf(UUID userId, AccountLink.Purpose purpose) {
        jdbc.sql("update account_link set revoked_at = :now where user_id = :user and purpose = :purpose and " + OPEN)
                .param("user", userId).param("purpose", purpose.name()).param("now", now()).update();
    }

    /** The link of a token, where it can still be used. */
    Optional<AccountLink> find(String token) {
        return id(token).flatMap(id -> jdbc.sql("select * from account_link where id = :id and " + OPEN)
                .param("id", id).param("now", now()).query(AccountLinks::read).optional())
                .filter(link -> authentic(token, link));
    }

    /** Uses the link up, in the caller's transaction; empty where that can't be, or not for this purpose. */
    Optional<AccountLink> use(String token, AccountLink.Purpose purpose) {
        return find(token).filter(link -> link.purpose() == purpose)
                .filter(link -> jdbc.sql("update account_link set used_at = :now where id = :id and " + OPEN)
                        .param("id", link.id()).param("now", now()).update() == 1);
    }

    String token(AccountLink link) {
        byte[] mac = mac(link);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(ByteBuffer.allocate(16 + mac.length)
                .putLong(link.id().getMostSignificantBits()).putLong(link.id().getLeastSignificantBits()).put(mac)
                .array());
    }

    List<AccountLink> openInvitations() {
        return jdbc.sql("select * from account_link where purpose = 'INVITATION' and " + OPEN + " order by id desc")
                .param("now", now()).query(AccountLinks::read).list();
    }

    boolean revokeInvitation(UUID id) {
        return jdbc.sql("update account_link set revoked_at = :now where id = :id and purpose = 'INVITATION' and "
                + OPEN).param("id", id).param("now", now()).update() == 1;
    }

    /** Mails an invitation once more. */
    boolean mailAgain(UUID id) {
        return jdbc.sql("update account_link set mail_state = 'PENDING', mail_tries = 0, mail_due_at = :now"
                + " where id = :id and purpose = 'INVITATION' and " + OPEN)
                .param("id", id).param("now", now()).update() == 1;
    }

    static AccountLink read(ResultSet row, int number) throws SQLException {
        String role = row.getString("role");
        return new AccountLink(row.getObject("id", UUID.class), AccountLink.Purpose.valueOf(row.getString("purpose")),
                row.getString("email"), row.getObject("user_id", UUID.class), role == null ? null : Role.valueOf(role),
                row.getString("first_name"), row.getString("last_name"), row.getString("company_name"),
                row.getString("created_by"), row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant());
    }

    private UUID insert(AccountLink.Purpose purpose, String email, @Nullable UUID userId, @Nullable Role role,
            @Nullable String firstName, @Nullable String lastName, @Nullable String companyName,
            @Nullable String createdBy) {
        UUID id = Ids.next();
        jdbc.sql("""
                insert into account_link (id, purpose, email, user_id, role, first_name, last_name, company_name,
                    created_by, created_at, expires_at, mail_state, mail_due_at)
                values (:id, :purpose, :email, :user, :role, :firstName, :lastName, :companyName, :createdBy, :now,
                    :expires, 'PENDING', :now)""")
                .param("id", id).param("purpose", purpose.name()).param("email", email)
                .param("user", userId, Types.OTHER).param("role", role == null ? null : role.name(), Types.VARCHAR)
                .param("firstName", firstName, Types.VARCHAR).param("lastName", lastName, Types.VARCHAR)
                .param("companyName", companyName, Types.VARCHAR).param("createdBy", createdBy, Types.VARCHAR)
                .param("now", now()).param("expires", Timestamp.from(clock.instant().plus(purpose.valid()))).update();
        return id;
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static Optional<UUID> id(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            if (bytes.length != 48) {
                return Optional.empty();
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return Optional.of(new UUID(buffer.getLong(), buffer.getLong()));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private boolean authentic(String token, AccountLink link) {
        byte[] bytes = Base64.getUrlDecoder().decode(token);
        return MessageDigest.isEqual(Arrays.copyOfRange(bytes, 16, bytes.length), mac(link));
    }

    private byte[] mac(AccountLink link) {
        byte[] purpose = link.purpose().name().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return Keys.hmac(key, ByteBuffer.allocate(16 + purpose.length).putLong(link.id().getMostSignificantBits())
                .putLong(link.id().getLeastSignificantBits()).put(purpose).array());
    }
}
