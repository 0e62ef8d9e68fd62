package dev.cadenza.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Slows down the guessing of passwords, over all nodes together. After {@value #LIMIT} failures in a row an account,
 * whether it exists or not, is refused without a look at the password: for a minute, and for twice as long after each
 * further failure up to a quarter of an hour. An address that fails too often, at whatever accounts, is refused too.
 *
 * <p>An attempt is counted before the password is looked at, so that many at once are no way around the limit; who signs
 * in takes the count of the account away. Requests with a token, or with a password that was verified a short while
 * ago, do not come here.
 */
@Component
class LoginThrottle {

    static final int LIMIT = 10;
    static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Duration FORGOTTEN = Duration.ofHours(1);
    private static final Duration ADDRESS_PAUSE = Duration.ofMinutes(15);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final int limitOfAddress;

    LoginThrottle(JdbcClient jdbc, Clock clock, @Value("${cadenza.sign-in.failures-per-address:50}") int limitOfAddress) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.limitOfAddress = limitOfAddress;
    }

    /**
     * Notes an attempt to sign in.
     *
     * @throws TooManyAttempts where it is refused
     */
    void attempt(String account, Client client) {
        Instant now = clock.instant();
        client.counted().flatMap(address -> refusedUntil("address:" + address, now)).ifPresent(until -> {
            throw new TooManyAttempts(Duration.between(now, until));
        });
        count(subject(account), LIMIT, PAUSE, LONGEST_PAUSE, now).ifPresent(until -> {
            throw new TooManyAttempts(Duration.between(now, until));
        });
    }

    /** The password was wrong. */
    void failed(Client client) {
        client.counted().ifPresent(address ->
                count("address:" + address, limitOfAddress, ADDRESS_PAUSE, ADDRESS_PAUSE, clock.instant()));
    }

    void succeeded(String account) {
        jdbc.sql("delete from attempt_count where subject = :subject").param("subject", subject(account)).update();
    }

    /** Counts something that may be done so many times in a while; false where it was done too often. */
    boolean allows(String what, String who, int limit, Duration window) {
        Instant now = clock.instant();
        return jdbc.sql("""
                insert into attempt_count as c (subject, attempts, first_at, last_at, allowed)
                values (:subject, 1, :now, :now, true)
                on conflict (subject) do update set
                    attempts = case when c.first_at <= :begin then 1 else least(c.attempts + 1, :limit + 1) end,
                    first_at = case when c.first_at <= :begin then :now else c.first_at end,
                    last_at = :now,
                    allowed = c.first_at <= :begin or c.attempts < :limit
                returning allowed""")
                .param("subject", what + ":" + hash(who)).param("limit", limit).param("now", Timestamp.from(now))
                .param("begin", Timestamp.from(now.minus(window)))
                .query(Boolean.class).single();
    }

    /** Forgets whom nobody has asked about for a day. */
    int clean() {
        return jdbc.sql("delete from attempt_count where last_at < :before")
                .param("before", Timestamp.from(clock.instant().minus(Duration.ofDays(1)))).update();
    }

    private Optional<Instant> refusedUntil(String subject, Instant now) {
        return jdbc.sql("select refused_until from attempt_count where subject = :subject and refused_until > :now")
                .param("subject", subject).param("now", Timestamp.from(now))
                .query(Timestamp.class).optional().map(Timestamp::toInstant);
    }

    /** The row's lock makes it exact over all nodes. @return until when this attempt is refused; empty where it is not */
    private Optional<Instant> count(String subject, int limit, Duration pause, Duration longest, Instant now) {
        record Standing(boolean allowed, Timestamp refusedUntil) {
        }
        Standing standing = jdbc.sql("""
                insert into attempt_count as c (subject, attempts, first_at, last_at, allowed)
                values (:subject, 1, :now, :now, true)
                on conflict (subject) do update set
                    attempts = case when c.last_at <= :stale then 1
                        when c.refused_until > :now then c.attempts else c.attempts + 1 end,
                    last_at = case when c.refused_until > :now then c.last_at else :now end,
                    refused_until = case when c.last_at <= :stale then null
                        when c.refused_until > :now then c.refused_until
                        when c.attempts + 1 >= :limit then cast(:now as timestamptz) + make_interval(secs =>
                            least(:longest, :pause * power(2, least(c.attempts + 1 - :limit, 20)))) end,
                    allowed = c.refused_until is null or c.refused_until <= :now or c.last_at <= :stale
                returning allowed, coalesce(refused_until, :now) as refused_until""")
                .param("subject", subject).param("limit", limit).param("now", Timestamp.from(now))
                .param("stale", Timestamp.from(now.minus(FORGOTTEN)))
                .param("pause", pause.toSeconds()).param("longest", longest.toSeconds())
                .query((row, number) -> new Standing(row.getBoolean(1), row.getTimestamp(2))).single();
        return standing.allowed() ? Optional.empty() : Optional.of(standing.refusedUntil().toInstant());
    }

    private static String subject(String account) {
        return "account:" + hash(account);
    }

    /** Of equal length for all, and no list of who tried to sign in. */
    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
