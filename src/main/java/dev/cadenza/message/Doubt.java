package dev.cadenza.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which messages may have been sent in a time that a restored database does not know of. A journey that such a database
 * takes up again does once more what it did in that time, and makes messages anew that may have gone out under other ids.
 *
 * <p>A message can't have been sent sooner than its time, nor sooner than its delay after the message before it, nor
 * sooner than the copy was taken, since it was unsent then. Whatever could have been sent before the copy came into use
 * by this reckoning is doubtful. Campaigns that were not launched yet when the copy was taken are above doubt.
 */
@Component
class Doubt {

    private static final String DOUBTFUL = """
            with recursive gate as (
                select lost_from, lost_until from outbox_gate where lost_until is not null),
            chain as (
                select m.id, m.previous_id, m.created_at, m.scheduled_for as at, coalesce(m.delay_seconds, 0) as delay,
                    0::bigint as later, 0 as depth, gate.lost_from, gate.lost_until
                from gate, message m join lane l on l.id = m.lane_id
                where m.direction = 'OUTBOUND' and m.state in ('QUEUED', 'CLAIMED') and %s
                    and (m.created_at < gate.lost_until or m.owner_id is not null and l.created_at < gate.lost_until)
                union all
                select c.id, p.previous_id, p.created_at, coalesce(p.sent_at, p.fenced_at, p.scheduled_for),
                    coalesce(p.delay_seconds, 0), c.later + c.delay, c.depth + 1, c.lost_from, c.lost_until
                from chain c join message p on p.id = c.previous_id
                where c.created_at >= c.lost_until),
            first as (
                select distinct on (id) id, lost_from, lost_until,
                    case when created_at < lost_until then at else lost_from end + later * interval '1 second' as soonest
                from chain order by id, depth desc)
            """;
    /** With the time at which it may have been handed over, by which people, providers and what follows reckon. */
    private static final String SETTLE = DOUBTFUL + """
            update message m set state = 'UNKNOWN', pending = false, attention = true,
                fenced_at = coalesce(m.fenced_at, greatest(f.soonest, f.lost_from)),
                error = 'It may have been sent before the database was restored from a copy.'
            from first f where m.id = f.id and m.state in ('QUEUED', 'CLAIMED') and greatest(f.soonest, f.lost_from) <= f.lost_until
            """;

    /** What waits, also in claims of nodes that the copy shows at work. */
    private static final String WAITING = """
            (m.pending or m.id in (select unnest(c.message_ids) from outbox_claim c where c.done_at is null))""";

    private final JdbcTemplate jdbc;

    Doubt(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    long count() {
        Long count = jdbc.queryForObject(DOUBTFUL.formatted(WAITING)
                + "select count(*) from first where greatest(soonest, lost_from) <= lost_until", Long.class);
        return count == null ? 0 : count;
    }

    /** Makes every doubtful message that waits UNKNOWN. */
    int settleAll() {
        return jdbc.update(SETTLE.formatted(WAITING));
    }

    /** Makes those of these messages UNKNOWN that are doubtful. While sending is held they wait for evidence. */
    void settle(List<OutboundMessage> messages) {
        Boolean inForce = jdbc.queryForObject("select lost_until is not null and not held from outbox_gate",
                Boolean.class);
        if (Boolean.TRUE.equals(inForce)) {
            jdbc.update(SETTLE.formatted("m.id = any(?::uuid[])"), (Object) Sql.column(messages, OutboundMessage::id));
        }
    }

    /**
     * A mail that a mail server took, by its log.
     *
     * @param messageId without angle brackets or host; null where the log's id is none of ours
     */
    record Evidence(Optional<UUID> messageId, String recipient, Instant at) {
    }

    /**
     * Marks as sent what a mail server's log says was sent. A mail that this database knows is found by its id; one that
     * it made anew by its recipient, the first message that the recipient should have got.
     *
     * @return how many messages were settled
     */
    @Transactional
    public int settleBy(List<Evidence> log) {
        int settled = 0;
        for (Evidence mail : log) {
            boolean known = mail.messageId().isPresent() && !jdbc.queryForList(
                    "select 1 from message where id = ?", mail.messageId().get()).isEmpty();
            settled += known ? sent("m.id = ?", mail.messageId().get(), mail.at())
                    : sent("""
                            m.id = (select d.id from message d where d.address = ? and d.direction = 'OUTBOUND'
                                and (d.state in ('QUEUED', 'CLAIMED') and d.id in (select id from first
                                        where greatest(soonest, lost_from) <= lost_until)
                                    or d.state = 'UNKNOWN')
                                order by d.scheduled_for, d.id limit 1)
                            """, mail.recipient(), mail.at());
        }
        return settled;
    }

    private int sent(String which, Object argument, Instant at) {
        boolean byRecipient = argument instanceof String;
        String doubtful = byRecipient ? DOUBTFUL.formatted("m.address = ?") : "";
        Object[] arguments = byRecipient ? new Object[] {argument, Sql.time(at), argument}
                : new Object[] {Sql.time(at), argument};
        return jdbc.update(doubtful + """
                update message m set state = 'SENT', sent_at = ?, pending = false, attention = false, error = null
                where m.state in ('QUEUED', 'CLAIMED', 'UNKNOWN') and
                """ + which, arguments);
    }
}
