package dev.cadenza.identity;

import dev.cadenza.platform.Ids;
import dev.cadenza.problem.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sign-ins that go on. A refresh token is good for one use; one that comes a second time was stolen, or its copy was,
 * and ends the session for whoever has it. docs/adr/0011 has the reasons.
 */
@Component
class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final Duration USE_NOTED = Duration.ofMinutes(5);
    private static final String OF_USER = """
            s.user_id = :user and not s.is_revoked and s.expires_at > :now
            and s.token_version = (select u.token_version from app_user u where u.id = s.user_id)""";

    private final JdbcClient jdbc;
    private final StoredUsers users;
    private final Tokens tokens;
    private final RefreshTokens refreshTokens;
    private final SessionSettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Sessions(JdbcClient jdbc, StoredUsers users, Tokens tokens, RefreshTokens refreshTokens, SessionSettings settings,
            PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.users = users;
        this.tokens = tokens;
        this.refreshTokens = refreshTokens;
        this.settings = settings;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** What a client gets when it signs in or refreshes. */
    record Opened(UUID userId, Tokens.Issued access, String refreshToken, Instant refreshExpiresAt) {
    }

    private record Row(UUID id, UUID userId, byte[] salt, int generation, Instant rotatedAt,
            int tokenVersion, Instant expiresAt, Instant endsAt, boolean revoked) {
    }

    Opened open(User user, Client client) {
        Instant now = clock.instant();
        UUID id = Ids.next();
        byte[] salt = RefreshTokens.newSalt();
        String refresh = refreshTokens.token(id, 0, salt);
        Tokens.Issued access = tokens.issue(user, id);
        Instant endsAt = now.plus(settings.longest());
        Instant expiresAt = earlier(now.plus(settings.idle()), endsAt);
        insert(id, user, "API", expiresAt, endsAt, client)
                .param("hash", RefreshTokens.hash(refresh)).param("salt", salt).param("jti", access.id()).update();
        return new Opened(user.id(), access, refresh, expiresAt);
    }

    /** A sign-in at one of the web applications, which have no refresh tokens. @return the session's id */
    UUID openWebapp(User user, Client client) {
        Instant endsAt = clock.instant().plus(settings.longest());
        UUID id = Ids.next();
        insert(id, user, "WEBAPP", endsAt, endsAt, client).param("hash", null, Types.VARCHAR)
                .param("salt", null, Types.BINARY).param("jti", null, Types.VARCHAR).update();
        return id;
    }

    /**
     * Gives a new pair of tokens for a refresh token.
     *
     * @throws SignInRefused where it is none of ours, its session is over, or it was used before
     */
    Opened refresh(String token, Client client) {
        RefreshTokens.Presented presented = RefreshTokens.read(token).orElseThrow(SignInRefused::session);
        // A session that is ended here must stay so: the refusal is thrown when that is committed.
        Optional<Opened> opened = transaction.execute(status -> lock(presented.session())
                .filter(row -> refreshTokens.authentic(presented, row.salt()))
                .flatMap(row -> refresh(presented, row, client)));
        if (opened == null) {
            throw SignInRefused.session();
        }
        return opened.orElseThrow(SignInRefused::session);
    }

    private Optional<Opened> refresh(RefreshTokens.Presented presented, Row row, Client client) {
        Instant now = clock.instant();
        Optional<User> user = users.findById(row.userId()).filter(User::active)
                .filter(found -> found.tokenVersion() == row.tokenVersion());
        if (row.revoked() || user.isEmpty() || !row.expiresAt().isAfter(now)) {
            return Optional.empty();
        }
        boolean current = presented.generation() == row.generation();
        boolean justRotated = presented.generation() == row.generation() - 1
                && now.isBefore(row.rotatedAt().plus(settings.grace()));
        if (!current && !justRotated) {
            LOG.warn("A refresh token of user {} was used twice; its session {} is ended", row.userId(), row.id());
            end(row.id(), row.userId(), "REUSED");
            return Optional.empty();
        }
        int generation = current ? row.generation() + 1 : row.generation();
        String refresh = refreshTokens.token(row.id(), generation, row.salt());
        Tokens.Issued access = tokens.issue(user.get(), row.id());
        Instant expiresAt = earlier(now.plus(settings.idle()), row.endsAt());
        jdbc.sql("""
                update user_session set generation = :generation, refresh_token_hash = :hash, access_token_jti = :jti,
                    rotated_at = case when :rotated then :now else rotated_at end, expires_at = :expires,
                    last_used_at = :now, updated_at = :now, ip_address = cast(:address as inet), user_agent = :agent
                where id = :id""")
                .param("generation", generation).param("hash", RefreshTokens.hash(refresh)).param("jti", access.id())
                .param("rotated", current).param("now", Timestamp.from(now)).param("expires", Timestamp.from(expiresAt))
                .param("address", client.address(), Types.VARCHAR).param("agent", client.agent(), Types.VARCHAR)
                .param("id", row.id()).update();
        return Optional.of(new Opened(row.userId(), access, refresh, expiresAt));
    }

    /** Ends a session of the user: its refresh token is void, and so are its access tokens, on every node at once. */
    boolean end(UUID id, UUID userId, String reason) {
        Instant now = clock.instant();
        return Boolean.TRUE.equals(transaction.execute(status -> {
            Optional<String> jti = jdbc.sql("""
                    update user_session set is_revoked = true, revoked_at = :now, revoked_reason = :reason,
                        updated_at = :now
                    where id = :id and user_id = :user and not is_revoked
                    returning coalesce(access_token_jti, '')""")
                    .param("now", Timestamp.from(now)).param("reason", reason).param("id", id).param("user", userId)
                    .query(String.class).optional();
            jti.filter(text -> !text.isEmpty()).ifPresent(text -> blacklist(text, userId, now.plus(Tokens.VALID)));
            return jti.isPresent();
        }));
    }

    /** The session that a refresh token belongs to, whichever of its tokens it is. Ends it and says whose it was. */
    Optional<UUID> endBy(String token, String reason) {
        return RefreshTokens.read(token).flatMap(presented -> {
            Optional<UUID> user = jdbc.sql("select user_id, token_salt from user_session where id = :id"
                            + " and token_salt is not null").param("id", presented.session())
                    .query((row, number) -> refreshTokens.authentic(presented, row.getBytes(2))
                            ? Optional.of(row.getObject(1, UUID.class)) : Optional.<UUID>empty())
                    .optional().flatMap(found -> found);
            user.ifPresent(id -> end(presented.session(), id, reason));
            return user;
        });
    }

    /** Ends all of the user's sessions; whoever holds a token of one is out. */
    int endAll(UUID userId, String reason) {
        Integer ended = transaction.execute(status -> {
            User user = users.findById(userId).orElseThrow(() -> new NotFound("user", userId));
            user.endSessions(clock.instant());
            users.saveAndFlush(user);
            return jdbc.sql("""
                    update user_session set is_revoked = true, revoked_at = :now, revoked_reason = :reason,
                        updated_at = :now
                    where user_id = :user and not is_revoked""")
                    .param("now", Timestamp.from(clock.instant())).param("reason", reason).param("user", userId)
                    .update();
        });
        return ended == null ? 0 : ended;
    }

    List<SessionView> list(UUID userId, @Nullable UUID current) {
        return jdbc.sql("select s.*, host(s.ip_address) as address from user_session s where " + OF_USER
                        + " order by s.last_used_at desc, s.id")
                .param("user", userId).param("now", Timestamp.from(clock.instant()))
                .query((row, number) -> view(row, current)).list();
    }

    /** Whether a web application's session still stands. Notes its use, once in some minutes. */
    boolean stands(UUID id, UUID userId) {
        Instant now = clock.instant();
        Optional<Timestamp> lastUse = jdbc.sql("select s.last_used_at from user_session s where s.id = :id and "
                + OF_USER).param("id", id).param("user", userId).param("now", Timestamp.from(now))
                .query(Timestamp.class).optional();
        Timestamp before = Timestamp.from(now.minus(USE_NOTED));
        if (lastUse.filter(before::after).isPresent()) {
            jdbc.sql("update user_session set last_used_at = :now, updated_at = :now where id = :id"
                    + " and last_used_at < :before").param("now", Timestamp.from(now)).param("id", id)
                    .param("before", before).update();
        }
        return lastUse.isPresent();
    }

    /** Puts an access token out of use until it ends by itself. */
    void blacklist(String jti, UUID userId, Instant expiresAt) {
        jdbc.sql("insert into token_blacklist (id, jti, user_id, expires_at, created_at)"
                        + " values (:id, :jti, :user, :expires, :now) on conflict (jti) do nothing")
                .param("id", Ids.next()).param("jti", jti).param("user", userId)
                .param("expires", Timestamp.from(expiresAt.plus(Tokens.SKEW)))
                .param("now", Timestamp.from(clock.instant())).update();
    }

    private JdbcClient.StatementSpec insert(UUID id, User user, String kind, Instant expiresAt, Instant endsAt,
            Client client) {
        Instant now = clock.instant();
        return jdbc.sql("""
                insert into user_session (id, user_id, kind, refresh_token_hash, token_salt, access_token_jti,
                    token_version, rotated_at, expires_at, ends_at, ip_address, user_agent, last_used_at, created_at,
                    updated_at)
                values (:id, :user, :kind, :hash, :salt, :jti, :version, :now, :expires, :ends,
                    cast(:address as inet), :agent, :now, :now, :now)""")
                .param("id", id).param("user", user.id()).param("kind", kind).param("version", user.tokenVersion())
                .param("expires", Timestamp.from(expiresAt)).param("ends", Timestamp.from(endsAt))
                .param("address", client.address(), Types.VARCHAR).param("agent", client.agent(), Types.VARCHAR)
                .param("now", Timestamp.from(now));
    }

    private Optional<Row> lock(UUID id) {
        return jdbc.sql("select * from user_session where id = :id and kind = 'API' for update").param("id", id)
                .query(Sessions::row).optional();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(row.getObject("id", UUID.class), row.getObject("user_id", UUID.class),
                row.getBytes("token_salt"), row.getInt("generation"),
                row.getTimestamp("rotated_at").toInstant(), row.getInt("token_version"),
                row.getTimestamp("expires_at").toInstant(), row.getTimestamp("ends_at").toInstant(),
                row.getBoolean("is_revoked"));
    }

    private static SessionView view(ResultSet row, @Nullable UUID current) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        return new SessionView(id, row.getString("kind"), row.getString("address"), row.getString("user_agent"),
                row.getTimestamp("created_at").toInstant(), row.getTimestamp("last_used_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(), id.equals(current));
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
