package dev.cadenza.privacy;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.platform.Ids;
import dev.cadenza.platform.Retained;
import dev.cadenza.problem.NotFound;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How long each kind of data is kept, and the removal of what is older. */
@Component
@Transactional
class Retention {

    /** Rows of one kind in one turn: a transaction of a second or two. */
    private static final int BATCH = 5_000;

    private final ObjectProvider<Retained> kinds;
    private final JdbcClient jdbc;
    private final ActivityLog activity;
    private final Clock clock;

    Retention(ObjectProvider<Retained> kinds, JdbcClient jdbc, ActivityLog activity, Clock clock) {
        this.activity = activity;
        this.kinds = kinds;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A kind of data.
     *
     * @param keep how long it is kept, as ISO 8601; null for ever
     * @param changedBy who set that; null where it is the default
     * @param removed rows that were removed in the last 30 days
     */
    record Kind(String kind, String description, @Nullable Period keep, @Nullable String changedBy, long removed) {
    }

    @Transactional(readOnly = true)
    List<Kind> list() {
        Map<String, Long> removed = new HashMap<>();
        jdbc.sql("select kind, sum(removed) from retention_run where at > ? group by kind")
                .param(time(clock.instant().minus(Period.ofDays(30)))).query(row -> {
                    removed.put(row.getString(1), row.getLong(2));
                });
        return kinds.stream().sorted(Comparator.comparing(Retained::kind)).map(kind -> new Kind(kind.kind(),
                kind.description(), keep(kind), changedBy(kind.kind()), removed.getOrDefault(kind.kind(), 0L))).toList();
    }

    /** @param keep null for ever */
    void set(String kind, @Nullable Period keep) {
        if (kinds.stream().noneMatch(known -> known.kind().equals(kind))) {
            throw new NotFound("kind of data", kind);
        }
        jdbc.sql("""
                insert into retention (kind, keep, changed_by, changed_at) values (:kind, :keep, :by, :at)
                on conflict (kind) do update set keep = excluded.keep, changed_by = excluded.changed_by,
                    changed_at = excluded.changed_at
                """).param("kind", kind).param("keep", keep == null ? null : keep.toString(), Types.VARCHAR)
                .param("by", SignedInUser.current().map(SignedInUser::email).orElse("unknown"))
                .param("at", time(clock.instant())).update();
        activity.record(Action.RETENTION_UPDATED, null, Map.of("kind", kind, "keep",
                keep == null ? "for ever" : keep.toString()));
    }

    /** Removes a batch of each kind. @return whether there is more */
    boolean turn() {
        Instant now = clock.instant();
        boolean more = false;
        for (Retained kind : kinds.stream().sorted(Comparator.comparing(Retained::kind)).toList()) {
            Period keep = keep(kind);
            if (keep != null) {
                Instant before = now.atOffset(ZoneOffset.UTC).minus(keep).toInstant();
                int removed = kind.remove(before, BATCH);
                if (removed > 0) {
                    jdbc.sql("insert into retention_run (id, kind, at, older_than, removed) values (?, ?, ?, ?, ?)")
                            .params(Ids.next(), kind.kind(), time(now), time(before), removed).update();
                }
                more |= removed >= BATCH;
            }
        }
        return more;
    }

    private @Nullable Period keep(Retained kind) {
        List<Optional<String>> set = jdbc.sql("select keep from retention where kind = ?").param(kind.kind())
                .query((row, number) -> Optional.ofNullable(row.getString(1))).list();
        return set.isEmpty() ? kind.byDefault() : set.get(0).map(Period::parse).orElse(null);
    }

    private @Nullable String changedBy(String kind) {
        return jdbc.sql("select changed_by from retention where kind = ?").param(kind).query(String.class).optional()
                .orElse(null);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
