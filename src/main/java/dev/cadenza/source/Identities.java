package dev.cadenza.source;

import dev.cadenza.platform.Columns;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Browsers, carts and customers of sources, and whose they are. */
@Component
class Identities {

    private final JdbcTemplate jdbc;
    private final Clock clock;

    Identities(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    static UUID id(UUID source, String identity) {
        return Digests.digest(source, "identity", identity);
    }

    /**
     * Locks identities until the transaction ends, those that are new too, always in the same order.
     *
     * @param sources of each
     * @param told takes when the latest was that was told of each
     * @return the lead of each that has one
     */
    Map<UUID, UUID> lock(SortedSet<UUID> ids, Map<UUID, UUID> sources, Map<UUID, Instant> told) {
        Map<UUID, UUID> leads = new HashMap<>();
        if (ids.isEmpty()) {
            return leads;
        }
        UUID[] all = ids.toArray(UUID[]::new);
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.update("insert into source_identity (id, source_id, seen_at) select i.id, i.source, ?"
                + " from unnest(?, ?) as i(id, source) order by i.id on conflict do nothing", now, all,
                ids.stream().map(sources::get).toArray(UUID[]::new));
        jdbc.queryForList("select id from source_identity where id = any(?) order by id for update", UUID.class,
                (Object) all);
        // A statement of its own: one that waited for the lock would not see a lead that was made meanwhile.
        jdbc.query("select s.id, l.id, s.told_at from source_identity s join lead l on l.id = s.lead_id"
                + " where s.id = any(?)", row -> {
            leads.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
            if (row.getTimestamp(3) != null) {
                told.put(row.getObject(1, UUID.class), row.getTimestamp(3).toInstant());
            }
        }, (Object) all);
        jdbc.update("update source_identity set seen_at = ? where id = any(?) and seen_at < ?", now, all,
                Timestamp.from(clock.instant().minus(java.time.Duration.ofDays(1))));
        return leads;
    }

    /** Notes when the latest was that was told of these. */
    void told(Map<UUID, Instant> times) {
        if (!times.isEmpty()) {
            Collection<UUID> ids = times.keySet();
            jdbc.update("update source_identity s set told_at = greatest(s.told_at, i.at)"
                    + " from unnest(?::uuid[], ?::timestamptz[]) as i(id, at) where s.id = i.id",
                    Columns.column(ids, id -> id), Columns.column(ids, times::get));
        }
    }

    /** These belong to these leads from now on. */
    void link(Map<UUID, UUID> leads) {
        if (!leads.isEmpty()) {
            Collection<UUID> ids = leads.keySet();
            jdbc.update("update source_identity s set lead_id = i.lead from unnest(?, ?) as i(id, lead)"
                    + " where s.id = i.id", ids.toArray(UUID[]::new),
                    ids.stream().map(leads::get).toArray(UUID[]::new));
        }
    }
}
