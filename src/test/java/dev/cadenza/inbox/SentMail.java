package dev.cadenza.inbox;

import dev.cadenza.platform.Ids;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** A lead of its own, and a message that went to it: what inbound mail can be about. */
public record SentMail(UUID id, UUID leadId, UUID ownerId, UUID enrollmentId, String address) {

    public static final String SUBJECT = "A question about your roof";

    /** A campaign's mail whose content is in a draft. */
    public static SentMail sent(JdbcTemplate jdbc, Instant at) {
        UUID draft = Ids.next();
        SentMail mail = insert(jdbc, at, draft, null);
        jdbc.update("""
                insert into draft (id, owner_id, journey_id, cohort_id, enrollment_id, lead_id, step_id, draft_type,
                    channel, generated_subject, generated_body, status, created_at, updated_at)
                values (?, ?, ?, ?, ?, ?, 'send-1', 'FIRST_OUTREACH', 'EMAIL', ?,
                    '<p>Is it tight?</p>', 'SCHEDULED', ?, ?)
                """, draft, mail.ownerId, UUID.randomUUID(), UUID.randomUUID(), mail.enrollmentId, mail.leadId,
                SUBJECT, Timestamp.from(at), Timestamp.from(at));
        return mail;
    }

    private static SentMail insert(JdbcTemplate jdbc, Instant at, UUID draft, String subject) {
        UUID lead = Ids.next();
        String address = "lead-" + lead + "@example.com";
        jdbc.update("insert into lead (id, email, source, created_at, updated_at) values (?, ?, 'test', ?, ?)",
                lead, address, Timestamp.from(at), Timestamp.from(at));
        SentMail mail = new SentMail(Ids.next(), lead, UUID.randomUUID(), UUID.randomUUID(), address);
        jdbc.update("""
                insert into message (id, direction, channel, lead_id, owner_id, journey_id, enrollment_id, step_id,
                    draft_id, address, subject, state, fenced_at, sent_at, created_at)
                values (?, 'OUTBOUND', 'EMAIL', ?, ?, ?, ?, 'send-1', ?, ?, ?, 'SENT', ?, ?, ?)
                """, mail.id, lead, mail.ownerId, UUID.randomUUID(), mail.enrollmentId, draft, address, subject,
                Timestamp.from(at), Timestamp.from(at), Timestamp.from(at));
        return mail;
    }
}
