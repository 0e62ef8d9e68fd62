package dev.cadenza.event;

import static dev.cadenza.platform.Columns.column;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.lead.EventKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

    /** Notes that these are dealt with, what they are worth, and where nobody could say what. */
    void applied(Collection<LeadEvent> events, Map<UUID, String> failures) {
        jdbc.update("""
                update lead_event e set applied_at = coalesce(e.applied_at, ?), score_impact = a.impact, error = a.error
                from unnest(?::uuid[], ?::integer[], ?::text[]) as a(id, impact, error) where e.id = a.id
                """, clock.instant().atOffset(ZoneOffset.UTC), column(events, LeadEvent::id),
                column(events, LeadEvent::scoreImpact),
                column(events, event -> storable(failures.get(event.id()))));
    }

    /** Those of these, or all, that took effect without points; their shards are locked. */
    List<LeadEvent> unrated(@Nullable UUID id, int most) {
        jdbc.queryForList("select id from event_shard order by id for update");
        return jdbc.query("""
                select e.id, e.lead_id, e.kind, e.key, e.payload, e.occurred_at, e.score_impact from lead_event e
                where e.error is not null and e.applied_at is not null and (?::uuid is null or e.id = ?)
                order by e.id limit ?
                """, this::read, id, id, most);
    }

    /** Sets an event aside that nobody can deal with, unless somebody just has. */
    void setAside(UUID id, Throwable failure) {
        jdbc.update("update lead_event set error = ? where id = ? and applied_at is null",
                storable(failure.getMessage() == null ? failure.toString() : failure.getMessage()), id);
    }

    /** Events of a subquery of ids, in the order of the stream. */
    List<LeadEvent> all(String ids, Object... arguments) {
        return jdbc.query("select e.id, e.lead_id, e.kind, e.key, e.payload, e.occurred_at, e.score_impact from " + ids
                + " as i(id) join lead_event e on e.id = i.id order by e.id", this::read, arguments);
    }

    static @Nullable String storable(@Nullable String words) {
        String error = words == null ? null : words.replace('\0', ' ');
        return error == null || error.length() <= LONGEST_ERROR ? error : error.substring(0, LONGEST_ERROR);
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
