package dev.cadenza.message;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.NotFound;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What a person decides about messages that failed or whose outcome nobody knows. */
@Component
class Settlement {

    private final JdbcTemplate jdbc;
    private final ActivityLog activity;
    private final Clock clock;

    Settlement(JdbcTemplate jdbc, ActivityLog activity, Clock clock) {
        this.activity = activity;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What a person found out about a message of unknown outcome, or wants done with it. */
    enum Decision {
        /** It did arrive. */
        SENT,
        /** It did not arrive, and is to stay unsent. */
        NOT_SENT,
        /** Send it again, though it may then arrive twice. */
        SEND_AGAIN
    }

    /** @throws Conflict where the outcome is not unknown */
    @Transactional
    void resolve(UUID id, Decision decision) {
        int changed = switch (decision) {
            case SENT -> sent(id);
            case NOT_SENT -> jdbc.update("""
                    update message set state = 'FAILED', error = 'Somebody found that it had not arrived.'
                    where id = ? and state = 'UNKNOWN'
                    """, id);
            case SEND_AGAIN -> again(id, "UNKNOWN");
        };
        if (changed == 0) {
            throw refused(id, "not-unknown", "Only a message of unknown outcome can be resolved");
        }
        activity.record(Action.MESSAGE_RESOLVED, id, Map.of("outcome", decision));
    }

    /** @throws Conflict where the message has not failed */
    @Transactional
    void retry(UUID id) {
        if (again(id, "FAILED") == 0) {
            throw refused(id, "not-failed", "Only a message that failed can be tried again");
        }
        activity.record(Action.MESSAGE_RETRIED, id, Map.of());
    }

    private int sent(UUID id) {
        jdbc.update("""
                update lead l set last_message_sent_at = greatest(l.last_message_sent_at, coalesce(m.fenced_at, m.scheduled_for))
                from message m where m.id = ? and m.state = 'UNKNOWN' and l.id = m.lead_id
                """, id);
        return jdbc.update("""
                update message set state = 'SENT', sent_at = coalesce(sent_at, fenced_at, scheduled_for), error = null,
                    attention = false
                where id = ? and state = 'UNKNOWN'
                """, id);
    }

    /** The claim is forgotten, so a late word about the attempt before changes nothing. */
    private int again(UUID id, String state) {
        return jdbc.update("""
                update message set state = 'QUEUED', pending = true, attention = false, claim_id = null, attempt = 0,
                    error = null, scheduled_for = ?
                where id = ? and direction = 'OUTBOUND' and state = ? and withdrawn is null
                """, Sql.time(clock.instant()), id, state);
    }

    private RuntimeException refused(UUID id, String type, String sentence) {
        List<Map<String, Object>> found = jdbc.queryForList("select state, withdrawn from message where id = ?", id);
        if (found.isEmpty()) {
            return new NotFound("message", id);
        }
        Object withdrawn = found.get(0).get("withdrawn");
        return withdrawn == null ? new Conflict(type, sentence + "; this one is " + found.get(0).get("state") + ".")
                : new Conflict("withdrawn", "The lead has left since, so this message is not sent: " + withdrawn + ".");
    }
}
