package dev.cadenza.inbox;

import dev.cadenza.inbox.InboundMail.Status;
import dev.cadenza.inbox.Match.By;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where a person looks at inbound mails and helps those along that no rule could. */
@Component
class InboundMailDesk {

    private static final String COLUMNS = """
            id, mailbox, received_at, size, status, classification, matched_by, rfc_message_id, from_address,
            from_name, recipients, subject, mail_date, duplicate_of, lead_id, answered_id, message_id, detail, error,
            attempts, retry_at, applied_at
            """;

    private final JdbcClient jdbc;
    private final InboundMails mails;
    private final MailApplier applier;
    private final Matching matching;

    InboundMailDesk(JdbcClient jdbc, InboundMails mails, MailApplier applier, Matching matching) {
        this.jdbc = jdbc;
        this.mails = mails;
        this.applier = applier;
        this.matching = matching;
    }

    PageResponse<InboundMailView> list(@Nullable Status status, PageQuery query) {
        String filter = "from inbound_mail where :status::text is null or status = :status";
        String value = status == null ? null : status.name();
        List<InboundMailView> page = jdbc.sql("select " + COLUMNS + filter
                        + " order by received_at desc, id desc limit :size offset :offset")
                .param("status", value, Types.VARCHAR).param("size", query.size()).param("offset", query.offset())
                .query(InboundMailDesk::view).list();
        long total = jdbc.sql("select count(*) " + filter).param("status", value, Types.VARCHAR)
                .query(Long.class).single();
        return PageResponse.of(page, query.page(), query.size(), total);
    }

    InboundMailView get(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from inbound_mail where id = ?").param(id)
                .query(InboundMailDesk::view).optional().orElseThrow(() -> new NotFound("inbound mail", id));
    }

    byte[] raw(UUID id) {
        return jdbc.sql("select raw from inbound_mail where id = ?").param(id)
                .query((row, number) -> row.getBytes(1)).optional()
                .orElseThrow(() -> new NotFound("inbound mail", id));
    }

    /** Says whom a mail is from: either a message of ours that it answers, or only the lead. */
    @Transactional
    public void match(UUID id, @Nullable UUID leadId, @Nullable UUID messageId) {
        if ((leadId == null) == (messageId == null)) {
            throw new Rejected(FieldError.of(leadId == null ? "leadId" : "messageId", "one-of",
                    "Give either a lead or a message of ours that the mail answers."));
        }
        InboundMail mail = waiting(id);
        applier.applyAs(mail, messageId == null ? toLead(leadId) : toMessage(messageId));
    }

    @Transactional
    public void again(UUID id) {
        waiting(id);
        mails.again(id);
    }

    private InboundMail waiting(UUID id) {
        InboundMail mail = mails.lock(id).orElseThrow(() -> new NotFound("inbound mail", id));
        if (mail.status() == Status.APPLIED) {
            throw new Conflict("inbound-mail-applied", "This mail has been applied already.");
        }
        return mail;
    }

    private Match toLead(@Nullable UUID leadId) {
        if (jdbc.sql("select 1 from lead where id = ?").param(leadId).query().listOfRows().isEmpty()) {
            throw new Rejected(FieldError.of("leadId", "unknown", "There is no such lead."));
        }
        return new Match(By.PERSON, null, leadId);
    }

    private Match toMessage(UUID messageId) {
        Answered answered = matching.message(messageId).orElseThrow(() -> new Rejected(
                FieldError.of("messageId", "unknown", "There is no such message of ours.")));
        if (answered.leadId() == null) {
            throw new Rejected(FieldError.of("messageId", "no-lead", "This message belongs to no lead."));
        }
        return new Match(By.PERSON, answered, answered.leadId());
    }

    private static InboundMailView view(ResultSet row, int number) throws SQLException {
        String matchedBy = row.getString("matched_by");
        String status = row.getString("status");
        return new InboundMailView(row.getObject("id", UUID.class), row.getString("mailbox"),
                row.getTimestamp("received_at").toInstant(), row.getInt("size"), status,
                row.getString("classification"), matchedBy,
                matchedBy != null && By.valueOf(matchedBy).uncertain(),
                row.getString("rfc_message_id"), row.getString("from_address"), row.getString("from_name"),
                row.getString("recipients"), row.getString("subject"), instant(row, "mail_date"),
                row.getObject("duplicate_of", UUID.class), row.getObject("lead_id", UUID.class),
                row.getObject("answered_id", UUID.class), row.getObject("message_id", UUID.class),
                row.getString("detail"), row.getString("error"), row.getInt("attempts"),
                status.equals(Status.RECEIVED.name()) ? instant(row, "retry_at") : null, instant(row, "applied_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
