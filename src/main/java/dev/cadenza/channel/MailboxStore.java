package dev.cadenza.channel;

import dev.cadenza.platform.Ids;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What of each mailbox has been read, and what could not be taken. */
@Repository
class MailboxStore {

    private static final String FAILURE = "id, mailbox, uid_validity, uid, raw, received_at, attempts, error,"
            + " next_attempt_at";

    private final JdbcClient jdbc;
    private final Clock clock;

    MailboxStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    record Cursor(long uidValidity, long lastUid) {

        /** No server numbers its mailbox with 0. */
        boolean unread() {
            return uidValidity == 0;
        }

        boolean passed(IncomingMail mail) {
            return uidValidity == mail.uidValidity() && lastUid >= mail.uid();
        }
    }

    /** @param nextAttemptAt null where it is given up */
    record Failure(UUID id, IncomingMail mail, int attempts, String error, @Nullable Instant nextAttemptAt) {
    }

    /** Takes or keeps the right to poll for {@code lease}; false where another node has it. */
    boolean lease(String source, String node, Duration lease) {
        know(source);
        Instant now = clock.instant();
        return jdbc.sql("update mailbox_cursor set polled_by = ?, polled_until = ? where source = ?"
                        + " and (polled_by = ? or polled_until is null or polled_until < ?)")
                .param(node).param(Timestamp.from(now.plus(lease))).param(source).param(node)
                .param(Timestamp.from(now)).update() == 1;
    }

    private void know(String source) {
        jdbc.sql("insert into mailbox_cursor(source) values (?) on conflict do nothing").param(source).update();
    }

    Cursor cursor(String source) {
        return read(source, "").orElseGet(() -> {
            know(source);
            return new Cursor(0, 0);
        });
    }

    /** Nobody else moves the cursor until the transaction ends. */
    Cursor lockedCursor(String source) {
        return read(source, " for update").orElseThrow();
    }

    private Optional<Cursor> read(String source, String lock) {
        return jdbc.sql("select uid_validity, last_uid from mailbox_cursor where source = ?" + lock).param(source)
                .query((row, number) -> new Cursor(row.getLong(1), row.getLong(2))).optional();
    }

    void move(String source, long uidValidity, long uid) {
        jdbc.sql("update mailbox_cursor set uid_validity = ?, last_uid = ? where source = ?")
                .param(uidValidity).param(uid).param(source).update();
    }

    /** Moves the cursor of a mailbox that nothing was read of yet. */
    void passOver(String source, long uidValidity, long uid) {
        jdbc.sql("update mailbox_cursor set uid_validity = ?, last_uid = ? where source = ? and uid_validity = 0")
                .param(uidValidity).param(uid).param(source).update();
    }

    /** False where the very same mail was remembered before. */
    boolean remember(String source, byte[] raw) {
        return jdbc.sql("insert into mailbox_mail(source, fingerprint) values (?, ?) on conflict do nothing")
                .param(source).param(sha256(raw)).update() == 1;
    }

    void setAside(IncomingMail mail, String error, @Nullable Instant nextAttemptAt) {
        jdbc.sql("insert into mailbox_failure(" + FAILURE + ", created_at) values (?, ?, ?, ?, ?, ?, 1, ?, ?, ?)")
                .param(Ids.next()).param(mail.mailbox()).param(mail.uidValidity()).param(mail.uid()).param(mail.raw())
                .param(Timestamp.from(mail.receivedAt())).param(clean(error)).param(timestamp(nextAttemptAt))
                .param(Timestamp.from(clock.instant())).update();
    }

    /** One that is due, locked until the transaction ends, and that no other node holds. */
    Optional<Failure> due() {
        return jdbc.sql("select " + FAILURE + " from mailbox_failure where next_attempt_at <= ?"
                        + " order by next_attempt_at limit 1 for update skip locked")
                .param(Timestamp.from(clock.instant())).query(MailboxStore::failure).optional();
    }

    void taken(UUID failure) {
        jdbc.sql("delete from mailbox_failure where id = ?").param(failure).update();
    }

    void failedAgain(UUID failure, int attempts, String error, @Nullable Instant nextAttemptAt) {
        jdbc.sql("update mailbox_failure set attempts = ?, error = ?, next_attempt_at = ? where id = ?")
                .param(attempts).param(clean(error)).param(timestamp(nextAttemptAt)).param(failure).update();
    }

    /** @param nextAttemptAt null where it is given up */
    record Summary(UUID id, String mailbox, long size, Instant receivedAt, int attempts, String error,
            @Nullable Instant nextAttemptAt) {
    }

    /** Newest first. */
    List<Summary> failures(long offset, int limit) {
        return jdbc.sql("select id, mailbox, octet_length(raw) as size, received_at, attempts, error, next_attempt_at"
                        + " from mailbox_failure order by created_at desc, id desc offset ? limit ?")
                .param(offset).param(limit)
                .query((row, number) -> new Summary(row.getObject("id", UUID.class), row.getString("mailbox"),
                        row.getLong("size"), row.getTimestamp("received_at").toInstant(), row.getInt("attempts"),
                        row.getString("error"), instant(row.getTimestamp("next_attempt_at")))).list();
    }

    long countFailures() {
        return jdbc.sql("select count(*) from mailbox_failure").query(Long.class).single();
    }

    Optional<Failure> failure(UUID id) {
        return jdbc.sql("select " + FAILURE + " from mailbox_failure where id = ?").param(id)
                .query(MailboxStore::failure).optional();
    }

    /** From the first attempt on. */
    boolean startAgain(UUID id) {
        return jdbc.sql("update mailbox_failure set attempts = 0, next_attempt_at = ? where id = ?")
                .param(Timestamp.from(clock.instant())).param(id).update() == 1;
    }

    private static Failure failure(ResultSet row, int number) throws SQLException {
        return new Failure(row.getObject("id", UUID.class), new IncomingMail(row.getString("mailbox"),
                row.getLong("uid_validity"), row.getLong("uid"), row.getBytes("raw"),
                row.getTimestamp("received_at").toInstant()), row.getInt("attempts"), row.getString("error"),
                instant(row.getTimestamp("next_attempt_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    /** PostgreSQL takes no NUL in a text. */
    private static String clean(String error) {
        String text = error.replace('\0', ' ');
        return text.length() > 2000 ? text.substring(0, 2000) : text;
    }

    private static byte[] sha256(byte[] raw) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(raw);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
