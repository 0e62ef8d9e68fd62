package dev.cadenza.journey;

import dev.cadenza.platform.Retained;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What workflows did with leads, step by step. */
@Component
class RetainedSteps implements Retained {

    private final JdbcTemplate jdbc;

    RetainedSteps(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "workflow-steps";
    }

    @Override
    public String description() {
        return "What workflows did with each lead, step by step. That a lead went through, and when, stays.";
    }

    @Override
    public @Nullable Period byDefault() {
        return Period.ofYears(1);
    }

    @Override
    public int remove(Instant before, int most) {
        return jdbc.update("delete from execution_log where seq in (select seq from execution_log where started_at < ?"
                + " and status not in ('WAITING', 'RUNNING') order by seq limit ?)", before.atOffset(ZoneOffset.UTC), most);
    }
}
