package dev.cadenza.trigger;

import dev.cadenza.platform.Retained;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The log of entries that a rule kept out. */
@Component
class RetainedSkips implements Retained {

    private static final int DAYS = 90;

    private final JdbcTemplate jdbc;

    RetainedSkips(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "skipped-entries";
    }

    @Override
    public String description() {
        return "Who did not come into a workflow, and why. Nothing is left of it.";
    }

    @Override
    public @Nullable Period byDefault() {
        return Period.ofDays(DAYS);
    }

    @Override
    public int remove(Instant before, int most) {
        return jdbc.update("delete from skipped_entry where id in (select id from skipped_entry where at < ? limit ?)",
                before.atOffset(ZoneOffset.UTC), most);
    }
}
