package dev.cadenza.source;

import static dev.cadenza.platform.Columns.column;

import dev.cadenza.platform.Ids;
import dev.cadenza.source.DataEvent.Posted;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The tables of events and of what is still to be done about them. */
@Component
class DataEvents {

    /** After the last one the event is FAILED; the waits between them grow fourfold, from one second on. */
    static final int MOST_ATTEMPTS = 6;
    private static final int SECONDS_UNTIL_LATER = 2;
    private static final int LONGEST_REASON = 2000;
    private static final String COLUMNS =
            "e.id, e.source_id, e.topic, e.proven, e.received_at, e.payload, t.attempts";

    private final JdbcTemplate jdbc;
    private final Clock clock;

    DataEvents(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Keeps what came in one post, in one statement. What is kept already is left out. Two posts with the same events
     * write them in one order, so that they don't wait for each other in a ring.
     *
     * @return how many were new
     */
    int keep(UUID source, boolean proven, List<Posted> events) {
        OffsetDateTime now = now();
        return events.isEmpty() ? 0 : jdbc.update("""
                with kept as (
                    insert into data_event (id, source_id, topic, event_key, proven, received_at, payload)
                    select i.id, ?, i.topic, i.event_key, ?, ?, i.payload
                    from unnest(?::uuid[], ?::text[], ?::uuid[], ?::text[]) as i(id, topic, event_key, payload)
                    order by i.event_key
                    on conflict do nothing returning id)
                insert into data_todo (event_id, source_id, status, retry_at) select id, ?, 'RECEIVED', ? from kept
                """, source, proven, now, column(events, event -> Ids.next()),
                column(events, event -> storable(event.topic())),
                column(events, event -> event.key() == null ? UUID.randomUUID()
                        : Digests.digest(source, "event", event.key())),
                column(events, event -> storable(event.payload())), source, now);
    }

    /**
     * Locks events that are to be applied by now; those that another thread is at, or that are paused, are left out.
     */
    List<DataEvent> take(int most) {
        return jdbc.query("select " + COLUMNS + """
                 from (select t.event_id, t.attempts from data_todo t where t.status = 'RECEIVED' and t.retry_at <= ?
                        and t.source_id not in (select id from data_source where status = 'PAUSED')
                    order by t.retry_at, t.event_id limit ? for update skip locked) t
                join data_event e on e.id = t.event_id order by e.id
                """, DataEvents::read, now(), most);
    }

    /** Locks one event that is to be applied; empty where it was applied, or another thread is at it. */
    List<DataEvent> take(UUID id) {
        return jdbc.query("select " + COLUMNS + " from data_todo t join data_event e on e.id = t.event_id"
                + " where t.event_id = ? and t.status = 'RECEIVED' for update of t skip locked", DataEvents::read, id);
    }

    /** Ids of events that are to be applied by now. */
    List<UUID> due(int most) {
        return jdbc.queryForList("select event_id from data_todo where status = 'RECEIVED' and retry_at <= ?"
                + " and source_id not in (select id from data_source where status = 'PAUSED')"
                + " order by retry_at, event_id limit ?", UUID.class, now(), most);
    }

    /**
     * Locks what waits for one of these identities to become known, the earliest first. What is beyond {@code most} is
     * applied a moment later.
     */
    List<DataEvent> waitingFor(Collection<UUID> identities, int most) {
        String[] ids = column(identities, id -> id);
        List<DataEvent> found = jdbc.query("select " + COLUMNS + """
                 from (select event_id, attempts from data_todo where status = 'ANONYMOUS' and waits_for && ?::uuid[]
                    order by event_id limit ? for update) t
                join data_event e on e.id = t.event_id order by e.id
                """, DataEvents::read, ids, most);
        if (found.size() == most) {
            jdbc.update("""
                    update data_todo set status = 'RECEIVED', retry_at = ?, waits_for = null
                    where status = 'ANONYMOUS' and waits_for && ?::uuid[] and event_id <> all(?::uuid[])
                    """, now(), ids, column(found, DataEvent::id));
        }
        return found;
    }

    /** @param leads whose each was; an event without a lead led to nothing that is a lead's */
    void applied(Collection<UUID> ids, Map<UUID, UUID> leads) {
        if (!leads.isEmpty()) {
            List<UUID> events = List.copyOf(leads.keySet());
            jdbc.update("update data_event e set lead_id = i.lead from unnest(?::uuid[], ?::uuid[]) as i(id, lead)"
                    + " where e.id = i.id", column(events, id -> id), column(events, leads::get));
        }
        if (!ids.isEmpty()) {
            jdbc.update("delete from data_todo where event_id = any(?::uuid[])", (Object) column(ids, id -> id));
        }
    }

    void later(Collection<UUID> ids) {
        if (!ids.isEmpty()) {
            jdbc.update("update data_todo set retry_at = ? where event_id = any(?::uuid[])",
                    now().plusSeconds(SECONDS_UNTIL_LATER), column(ids, id -> id));
        }
    }

    /** @param waiting events with the identities under which somebody may become known */
    void anonymous(Map<UUID, ? extends Collection<UUID>> waiting) {
        if (!waiting.isEmpty()) {
            Set<UUID> ids = waiting.keySet();
            jdbc.update("update data_todo t set status = 'ANONYMOUS', waits_for = i.identities::uuid[]"
                    + " from unnest(?::uuid[], ?::text[]) as i(id, identities) where t.event_id = i.id",
                    column(ids, id -> id), column(ids, id -> waiting.get(id).stream().map(UUID::toString)
                            .collect(Collectors.joining(",", "{", "}"))));
        }
    }

    /** @param reasons by event */
    void refused(Map<UUID, String> reasons) {
        if (!reasons.isEmpty()) {
            Set<UUID> ids = reasons.keySet();
            jdbc.update("update data_todo t set status = 'REFUSED', reason = i.reason"
                    + " from unnest(?::uuid[], ?::text[]) as i(id, reason) where t.event_id = i.id",
                    column(ids, id -> id), column(ids, id -> cut(reasons.getOrDefault(id, ""))));
        }
    }

    /** Notes a failure. @param forGood whether trying again is of no use */
    void failed(UUID id, Throwable failure, boolean forGood) {
        String words = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        jdbc.update("""
                update data_todo set attempts = attempts + 1, reason = ?,
                    status = case when ? or attempts + 1 >= ? then 'FAILED' else status end,
                    retry_at = ?::timestamptz + power(4, attempts) * interval '1 second'
                where event_id = ? and status = 'RECEIVED'
                """, cut(words), forGood, MOST_ATTEMPTS, now(), id);
    }

    /** Has events of a source that wait for a person applied anew. @return how many */
    int again(UUID source, @Nullable Collection<UUID> ids) {
        return jdbc.update("""
                update data_todo set status = 'RECEIVED', attempts = 0, reason = null, waits_for = null, retry_at = ?
                where source_id = ? and status in ('REFUSED',
                  'FAILED') and (?::uuid[] is null or event_id = any(?::uuid[]))
                """, now(), source, ids == null ? null : column(ids, id -> id),
                ids == null ? null : column(ids, id -> id));
    }

    private static DataEvent read(ResultSet row, int number) throws SQLException {
        return new DataEvent(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3),
                row.getBoolean(4), row.getObject(5, OffsetDateTime.class).toInstant(), row.getString(6), row.getInt(7));
    }

    /** Half surrogate pairs can stand in JSON, and in no text of the database. */
    private static String storable(String text) {
        return text.replace('\0', ' ').replaceAll("[\\x{D800}-\\x{DFFF}]", "?");
    }

    private static String cut(String words) {
        String clean = storable(words);
        return clean.length() > LONGEST_REASON ? clean.substring(0, LONGEST_REASON) : clean;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
