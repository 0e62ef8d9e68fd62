package dev.cadenza.inbox;

import dev.cadenza.channel.IncomingMail;
import dev.cadenza.inbox.InboundMail.Outcome;
import dev.cadenza.inbox.InboundMail.Status;
import dev.cadenza.platform.Ids;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of inbound mails. */
@Component
class InboundMails {

    /** After the last one the mail is FAILED; the waits between them grow fourfold, from one second on. */
    static final int MOST_ATTEMPTS = 6;

    private final JdbcClient jdbc;
    private final Clock clock;

    InboundMails(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Empty where this place of the mailbox is kept already. */
    Optional<UUID> keep(IncomingMail mail) {
        return jdbc.sql("""
                insert into inbound_mail (id, mailbox, uid_validity, uid, received_at, raw, size, status, retry_at)
                values (:id, :mailbox, :validity, :uid, :received, :raw, :size, 'RECEIVED', :now)
                on conflict (mailbox, uid_validity, uid) do nothing returning id
                """)
                .param("id", Ids.next()).param("mailbox", mail.mailbox()).param("validity", mail.uidValidity())
                .param("uid", mail.uid()).param("received", Timestamp.from(mail.receivedAt()))
                .param("raw", mail.raw()).param("size", mail.raw().length).param("now", now())
                .query(UUID.class).optional();
    }

    /** Ids of mails that are to be applied by now. */
    List<UUID> due(int most) {
        return jdbc.sql("""
                select id from inbound_mail where status = 'RECEIVED' and retry_at <= :now order by retry_at limit :most
                """).param("now", now()).param("most", most).query(UUID.class).list();
    }

    /** Locks a mail that is still to be applied; empty where it was applied, or another thread is at it. */
    Optional<InboundMail> take(UUID id) {
        return locked(id, "and status = 'RECEIVED' for update skip locked");
    }

    /** Locks a mail in whatever state it is. */
    Optional<InboundMail> lock(UUID id) {
        return locked(id, "for update");
    }

    private Optional<InboundMail> locked(UUID id, String how) {
        return jdbc.sql("select id, mailbox, received_at, raw, status from inbound_mail where id = :id " + how)
                .param("id", id)
                .query((row, number) -> new InboundMail(row.getObject("id", UUID.class), row.getString("mailbox"),
                        row.getTimestamp("received_at").toInstant(), row.getBytes("raw"),
                        Status.valueOf(row.getString("status"))))
                .optional();
    }

    /**
     * Makes this mail the one of its key, or says which one is. The same mail that arrives twice at the same time waits
     * here for its twin.
     *
     * @return the other mail with the same key
     */
    Optional<UUID> claimKey(UUID id, String key) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 7))").param(key).query().listOfRows();
        Optional<UUID> holder = jdbc.sql("select id from inbound_mail where dedupe_key = ?").param(key)
                .query(UUID.class).optional();
        if (holder.isEmpty()) {
            jdbc.sql("update inbound_mail set dedupe_key = ? where id = ?").param(key).param(id).update();
        }
        return holder.filter(other -> !other.equals(id));
    }

    void finish(UUID id, ParsedMail mail, Outcome outcome) {
        Match match = outcome.match();
        jdbc.sql("""
                update inbound_mail set status = :status, classification = :kind, matched_by = :by,
                    rfc_message_id = :rfcId, from_address = :from, from_name = :name, recipients = :recipients,
                    subject = :subject, mail_date = :date, refers_to = :refersTo, duplicate_of = :duplicateOf,
                    lead_id = :lead, answered_id = :answered, message_id = :message, detail = :detail,
                    error = :damage, applied_at = :now
                where id = :id
                """)
                .param("id", id).param("status", outcome.status().name()).param("kind", outcome.kind().name())
                .param("by", match == null ? null : match.by().name(), Types.VARCHAR)
                .param("rfcId", mail.messageId(), Types.VARCHAR).param("from", mail.fromAddress(), Types.VARCHAR)
                .param("name", mail.fromName(), Types.VARCHAR).param("recipients", mail.recipients())
                .param("subject", mail.subject(), Types.VARCHAR)
                .param("date", timestamp(mail.date()), Types.TIMESTAMP)
                .param("refersTo", mail.refersTo().toArray(String[]::new))
                .param("duplicateOf", outcome.duplicateOf(), Types.OTHER)
                .param("lead", match == null ? null : match.leadId(), Types.OTHER)
                .param("answered", match == null || match.answered() == null ? null : match.answered().id(),
                        Types.OTHER)
                .param("message", outcome.messageId(), Types.OTHER)
                .param("detail", outcome.detail(), Types.VARCHAR)
                .param("damage", mail.damage(), Types.VARCHAR).param("now", now())
                .update();
    }

    /** Notes a failure. @param forGood whether trying again is of no use */
    void failed(UUID id, Throwable failure, boolean forGood) {
        String error = MailText.storable(Objects.requireNonNullElse(failure.getMessage(), failure.toString()));
        jdbc.sql("""
                update inbound_mail set attempts = attempts + 1, error = :error,
                    status = case when :forGood or attempts + 1 >= :most then 'FAILED' else status end,
                    retry_at = cast(:now as timestamptz) + power(4, attempts) * interval '1 second'
                where id = :id and status = 'RECEIVED'
                """)
                .param("id", id).param("forGood", forGood).param("most", MOST_ATTEMPTS)
                .param("error", error.length() > 2000 ? error.substring(0, 2000) : error).param("now", now())
                .update();
    }

    void again(UUID id) {
        jdbc.sql("""
                update inbound_mail set status = 'RECEIVED', attempts = 0, error = null, retry_at = :now where id = :id
                """).param("id", id).param("now", now()).update();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        // Dates are the sender's word; PostgreSQL takes less than what some write.
        boolean storable = instant != null && Duration.between(Instant.EPOCH, instant).abs().toDays() < 365_000;
        return storable ? Timestamp.from(instant) : null;
    }
}
