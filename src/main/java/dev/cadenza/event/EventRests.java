package dev.cadenza.event;

import static dev.cadenza.platform.Columns.column;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What parts have still to do about events that took effect without them. */
@Component
class EventRests {

    /** The waits between them grow fourfold, from one second on. */
    static final int MOST_ATTEMPTS = 5;

    private final JdbcTemplate jdbc;
    private final EventRows rows;
    private final Clock clock;

    EventRests(JdbcTemplate jdbc, EventRows rows, Clock clock) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.clock = clock;
    }

    /** Events that one part has still to deal with, in the order of the stream. */
    record Rest(String part, List<LeadEvent> events) {

        static final Rest NOTHING = new Rest("", List.of());
    }

    /** Leaves these events to parts that failed, in the transaction that applies them otherwise. */
    void leave(Collection<LeadEvent> events, Map<String, PartFailed> parts) {
        parts.forEach((part, failure) -> jdbc.update("insert into lead_event_rest (event_id, part, retry_at, error)"
                + " select id, ?, ?, ? from unnest(?::uuid[]) as e(id)", part, now(),
                EventRows.storable(failure.getMessage()), column(events, LeadEvent::id)));
    }

    /** Locks what one part is to do by now; what another thread is at is left out. */
    Rest take(int most) {
        List<String> first = jdbc.queryForList("select part from lead_event_rest where not failed and retry_at <= ?"
                + " order by retry_at, event_id limit 1 for update skip locked", String.class, now());
        if (first.isEmpty()) {
            return Rest.NOTHING;
        }
        return new Rest(first.get(0), rows.all("""
                (select event_id from lead_event_rest where not failed and part = ? and retry_at <= ?
                    order by event_id limit ? for update skip locked)""", first.get(0), now(), most));
    }

    void done(Rest rest) {
        jdbc.update("delete from lead_event_rest where part = ? and event_id = any(?::uuid[])", rest.part(),
                column(rest.events(), LeadEvent::id));
    }

    /** Notes that a part failed for these events once more. */
    void failed(Rest rest, RuntimeException failure) {
        jdbc.update("""
                update lead_event_rest set attempts = attempts + 1, error = ?, failed = attempts + 1 >= ?,
                    retry_at = ?::timestamptz + power(4, attempts) * interval '1 second'
                where part = ? and event_id = any(?::uuid[]) and not failed
                """, EventRows.storable(failure.getMessage() == null ? failure.toString() : failure.getMessage()),
                MOST_ATTEMPTS, now(), rest.part(), column(rest.events(), LeadEvent::id));
    }

    /** Has parts try again that failed. @param event null for all. @return of how many events */
    int again(@Nullable UUID event) {
        return jdbc.queryForList("update lead_event_rest set failed = false, attempts = 0, retry_at = ?"
                + " where failed and (?::uuid is null or event_id = ?) returning event_id", UUID.class, now(), event,
                event).stream().distinct().toList().size();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
