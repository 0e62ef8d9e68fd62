package dev.cadenza.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.lead.EventKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The table of events, as its worker sees it. */
@Component
class EventRows {

    /** As many shards as one transaction takes at most: a second node then has something to do as well. */
    private static final int SHARDS_AT_ONCE = 8;
    private static final int LONGEST_ERROR = 2000;

    private final JdbcTemplate jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    EventRows(JdbcTemplate jdbc, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Locks shards that have open events and that nobody else is at, those with the oldest first, and reads their events
     * in order. Two statements, so that the second one sees what the last owner of a shard has committed.
     */
    List<LeadEvent> take(int most) {
        List<Integer> shards = jdbc.queryForList("""
                select s.id from event_shard s cross join lateral (
                    select e.id from lead_event e where e.shard = s.id and e.applied_at is null and e.error is null
                    order by e.id limit 1) head
                order by head.id limit ? for update of s skip locked
                """, Integer.class, SHARDS_AT_ONCE);
        if (shards.isEmpty()) {
            return List.of();
        }
        return jdbc.query("""
                select e.id, e.lead_id, e.kind, e.key, e.payload, e.occurred_at, e.score_impact
                from unnest(?::smallint[]) as s(id) cross join lateral (
                    select * from lead_event e where e.shard = s.id and e.applied_at is null and e.error is null
                    order by e.id limit ?) e
                order by e.id limit ?
                """, this::read, shards.toArray(Integer[]::new), most, most);
    }

    /** Notes that these are dealt with, and what they are worth. */
    void applied(Collection<LeadEvent> events) {
        jdbc.update("""
                update lead_event e set applied_at = ?, score_impact = a.impact
                from unnest(?::uuid[], ?::integer[]) as a(id, impact) where e.id = a.id
                """, clock.instant().atOffset(ZoneOffset.UTC), LeadEvents.column(events, LeadEvent::id),
                LeadEvents.column(events, LeadEvent::scoreImpact));
    }

    /** Sets an event aside that nobody can deal with, unless somebody just has. */
    void setAside(UUID id, Throwable failure) {
        String words = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String error = words.replace('\0', ' ');
        jdbc.update("update lead_event set error = ? where id = ? and applied_at is null",
                error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error, id);
    }

    private LeadEvent read(ResultSet row, int number) throws SQLException {
        try {
            return new LeadEvent(row.getObject("id", UUID.class), row.getObject("lead_id", UUID.class),
                    EventKind.valueOf(row.getString("kind")), row.getString("key"),
                    json.readTree(row.getString("payload")), row.getTimestamp("occurred_at").toInstant(),
                    row.getInt("score_impact"));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("The database gives JSON", impossible);
        }
    }
}
