package dev.cadenza.event;

import dev.cadenza.platform.Retained;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What happened to leads. A signal that is removed says nothing any more, so scores change with it. */
@Component
class RetainedEvents implements Retained {

    private static final int YEARS = 3;

    private final JdbcTemplate jdbc;
    private final LeadScores scores;

    RetainedEvents(JdbcTemplate jdbc, LeadScores scores) {
        this.jdbc = jdbc;
        this.scores = scores;
    }

    @Override
    public String kind() {
        return "lead-events";
    }

    @Override
    public String description() {
        return "What happened to leads, signals among them. Scores no longer count what is removed.";
    }

    @Override
    public @Nullable Period byDefault() {
        return Period.ofYears(YEARS);
    }

    @Override
    public int remove(Instant before, int most) {
        // Looked for before the stream is stopped for it.
        List<UUID> old = jdbc.queryForList("select id from lead_event where recorded_at < ?"
                + " and (applied_at is not null or error is not null) limit ?", UUID.class,
                before.atOffset(ZoneOffset.UTC), most);
        if (old.isEmpty()) {
            return 0;
        }
        jdbc.queryForList("select id from event_shard order by id for update");
        Set<UUID> counted = new HashSet<>();
        int[] removed = {0};
        jdbc.query("delete from lead_event where id = any(?) and (applied_at is not null or error is not null)"
                + " returning lead_id, score_impact", row -> {
            removed[0]++;
            if (row.getInt("score_impact") != 0) {
                counted.add(row.getObject("lead_id", UUID.class));
            }
        }, (Object) old.toArray(UUID[]::new));
        scores.sumUp(counted);
        return removed[0];
    }
}
