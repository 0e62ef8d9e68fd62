package dev.cadenza.source;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * How many events a source has sent, and what came of them.
 *
 * @param open still to be applied
 * @param anonymous of somebody who is not known yet
 * @param refused waiting for a person
 */
record SourceCounts(long received, long applied, long open, long anonymous, long refused,
        @Nullable Instant lastSyncAt) {

    static final SourceCounts NONE = new SourceCounts(0, 0, 0, 0, 0, null);

    /** Reads and writes the counts. */
    @Component
    static class Book {

        private final JdbcTemplate jdbc;

        Book(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        Map<UUID, SourceCounts> of(Collection<UUID> sources) {
            Map<UUID, SourceCounts> counts = new HashMap<>();
            jdbc.query("""
                    select s.id, coalesce(c.applied, 0) as applied, coalesce(c.forgotten, 0) as forgotten,
                        c.last_sync_at, count(t.event_id) filter (where t.status = 'RECEIVED') as open,
                        count(t.event_id) filter (where t.status = 'ANONYMOUS') as anonymous,
                        count(t.event_id) filter (where t.status in ('REFUSED', 'FAILED')) as refused
                    from unnest(?) as s(id) left join data_source_count c on c.source_id = s.id
                    left join data_todo t on t.source_id = s.id
                    group by s.id, c.applied, c.forgotten, c.last_sync_at
                    """, row -> {
                Timestamp at = row.getTimestamp("last_sync_at");
                long waiting = row.getLong("open") + row.getLong("anonymous") + row.getLong("refused");
                counts.put(row.getObject("id", UUID.class), new SourceCounts(
                        row.getLong("applied") + row.getLong("forgotten") + waiting, row.getLong("applied"),
                        row.getLong("open"), row.getLong("anonymous"), row.getLong("refused"),
                        at == null ? null : at.toInstant()));
            }, (Object) sources.toArray(UUID[]::new));
            return counts;
        }

        /** Events that are no longer counted in their tables. @param sources the source of each */
        void forgotten(Collection<UUID> sources) {
            Map<UUID, Integer> each = new TreeMap<>();
            sources.forEach(source -> each.merge(source, 1, Integer::sum));
            each.forEach((source, number) -> add(source, 0, number, null));
        }

        /** @param applied may be negative, where an event is applied anew */
        void add(UUID source, long applied, long forgotten, @Nullable Instant at) {
            jdbc.update("""
                    insert into data_source_count as c (source_id, applied, forgotten, last_sync_at)
                    select id, ?, ?, ? from data_source where id = ?
                    on conflict (source_id) do update set applied = c.applied + excluded.applied,
                        forgotten = c.forgotten + excluded.forgotten,
                        last_sync_at = greatest(c.last_sync_at, excluded.last_sync_at)
                    """, applied, forgotten, at == null ? null : Timestamp.from(at), source);
        }
    }
}
