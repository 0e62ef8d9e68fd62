package dev.cadenza.message;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A lead, and when a message went to it.
 *
 * @param leadId null where the message was nobody's; the lead may be gone
 */
record LastSent(@Nullable UUID leadId, @Nullable Instant at) {

    /** Carries to the leads when something was last sent to them, with one statement that locks them in one order. */
    static void carry(JdbcTemplate jdbc, Collection<LastSent> sent) {
        if (sent.isEmpty()) {
            return;
        }
        jdbc.update("""
                with latest as materialized (
                    select i.lead_id, max(i.at) as at from unnest(?::uuid[], ?::timestamptz[]) as i(lead_id, at)
                    group by i.lead_id),
                locked as materialized (
                    select l.id, latest.at from lead l join latest on latest.lead_id = l.id
                    order by l.id for no key update of l)
                update lead l set last_message_sent_at = greatest(l.last_message_sent_at, locked.at)
                from locked where l.id = locked.id
                """, Sql.column(sent, LastSent::leadId), Sql.column(sent, LastSent::at));
    }
}
