package dev.cadenza.identity;

import dev.cadenza.platform.Ids;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keys for scripts. A key acts as its user, in the user's role as it is at that moment, within its scopes. Only a hash of
 * it is kept: 256 random bits need no slow one.
 */
@Component
class ApiKeys {

    static final String PREFIX = "cdz_";
    private static final int SECRET = 32;
    private static final int MOST = 50;
    private static final Duration LONGEST = Duration.ofDays(366);
    /** How exact the time of the last use is: a key that is used all the time is written to once in so long. */
    private static final Duration LAST_USE = Duration.ofMinutes(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final Clock clock;

    ApiKeys(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A key as its user sees it. */
    record KeyView(UUID id, String name, List<String> scopes, @Nullable Instant expiresAt, @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt, Instant createdAt) {
    }

    /** Who a key stands for, and what it may be used for. */
    record Bearer(SignedInUser user, Scopes scopes) {
    }

    /** @return the key, which can't be shown again */
    @Transactional
    Made make(UUID userId, String name, List<String> wanted, @Nullable Instant expiresAt) {
        Instant now = clock.instant();
        Set<String> scopes = new TreeSet<>(Scopes.check(wanted));
        if (expiresAt != null && (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(LONGEST)))) {
            throw new Rejected(FieldError.of("expiresAt", "out-of-range", "The key must end within a year from now."));
        }
        jdbc.sql("select id from app_user where id = :user for update").param("user", userId).query().listOfRows();
        if (jdbc.sql("select count(*) from api_key where user_id = :user and revoked_at is null")
                .param("user", userId).query(Integer.class).single() >= MOST) {
            throw new dev.cadenza.problem.Conflict("too-many-keys", "Revoke some of your " + MOST + " keys first.");
        }
        UUID id = Ids.next();
        byte[] secret = new byte[SECRET];
        RANDOM.nextBytes(secret);
        String key = PREFIX + encoded(ByteBuffer.allocate(16 + SECRET).putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits()).put(secret).array());
        jdbc.sql("insert into api_key (id, user_id, name, key_hash, scopes, expires_at, created_at)"
                + " values (:id, :user, :name, :hash, :scopes, :expires, :now)")
                .param("id", id).param("user", userId).param("name", name).param("hash", hash(key))
                .param("scopes", scopes.toArray(String[]::new))
                .param("expires", expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param("now", Timestamp.from(now)).update();
        return new Made(view(userId, id), key);
    }

    /** A key that was just made. */
    record Made(KeyView view, String key) {

        @Override
        public String toString() {
            return "Made[" + view.id() + "]";
        }
    }

    List<KeyView> list(UUID userId) {
        return jdbc.sql("select * from api_key where user_id = :user order by id desc").param("user", userId)
                .query(ApiKeys::read).list();
    }

    KeyView view(UUID userId, UUID id) {
        return jdbc.sql("select * from api_key where user_id = :user and id = :id").param("user", userId)
                .param("id", id).query(ApiKeys::read).optional().orElseThrow(() -> new NotFound("API key", id));
    }

    void revoke(UUID userId, UUID id) {
        int revoked = jdbc.sql("update api_key set revoked_at = :now where user_id = :user and id = :id"
                + " and revoked_at is null").param("now", Timestamp.from(clock.instant())).param("user", userId)
                .param("id", id).update();
        if (revoked == 0) {
            view(userId, id);
        }
    }

    /** Whom the key stands for; empty where it is none of ours, has ended, was revoked, or its user is not active. */
    Optional<Bearer> find(String key) {
        Instant now = clock.instant();
        record Row(UUID id, String hash, @Nullable Instant lastUsedAt, Bearer bearer) {
        }
        Optional<Row> found = id(key).flatMap(id -> jdbc.sql("""
                select k.id, k.key_hash, k.scopes, k.last_used_at, u.id as user_id, u.email, u.role
                from api_key k join app_user u on u.id = k.user_id
                where k.id = :id and u.active and k.revoked_at is null
                  and (k.expires_at is null or k.expires_at > :now)""")
                .param("id", id).param("now", Timestamp.from(now))
                .query((row, number) -> new Row(id, row.getString("key_hash"), instant(row, "last_used_at"),
                        new Bearer(new SignedInUser(row.getObject("user_id", UUID.class), row.getString("email"),
                                Role.valueOf(row.getString("role"))), new Scopes(texts(row.getArray("scopes"))))))
                .optional())
                .filter(row -> MessageDigest.isEqual(row.hash().getBytes(StandardCharsets.US_ASCII),
                        hash(key).getBytes(StandardCharsets.US_ASCII)));
        found.filter(row -> row.lastUsedAt() == null || row.lastUsedAt().plus(LAST_USE).isBefore(now))
                .ifPresent(row -> used(row.id(), now));
        return found.map(Row::bearer);
    }

    private void used(UUID id, Instant now) {
        jdbc.sql("update api_key set last_used_at = :now where id = :id and (last_used_at is null or last_used_at"
                + " < :before)").param("now", Timestamp.from(now)).param("id", id)
                .param("before", Timestamp.from(now.minus(LAST_USE))).update();
    }

    private static Optional<UUID> id(String key) {
        try {
            byte[] bytes = key.startsWith(PREFIX) ? Base64.getUrlDecoder().decode(key.substring(PREFIX.length()))
                    : new byte[0];
            if (bytes.length != 16 + SECRET) {
                return Optional.empty();
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return Optional.of(new UUID(buffer.getLong(), buffer.getLong()));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static String hash(String key) {
        return RefreshTokens.hash(key);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyView read(ResultSet row, int number) throws SQLException {
        return new KeyView(row.getObject("id", UUID.class), row.getString("name"), texts(row.getArray("scopes")),
                instant(row, "expires_at"), instant(row, "revoked_at"), instant(row, "last_used_at"),
                row.getTimestamp("created_at").toInstant());
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
