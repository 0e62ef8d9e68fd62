package dev.cadenza.tracking;

import dev.cadenza.platform.Retained;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Clicks and opens, each with the browser it came from. */
@Component
class RetainedHits implements Retained {

    private final JdbcTemplate jdbc;

    RetainedHits(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "tracking-hits";
    }

    @Override
    public String description() {
        return "Requests for links and pixels. That a message was opened or clicked stays known.";
    }

    @Override
    public @Nullable Period byDefault() {
        return Period.ofDays(180);
    }

    @Override
    public int remove(Instant before, int most) {
        jdbc.update("delete from tracking_overflow where last_at < ?", before.atOffset(ZoneOffset.UTC));
        return jdbc.update("delete from tracking_hit where id in (select id from tracking_hit where at < ?"
                + " order by at limit ?)", before.atOffset(ZoneOffset.UTC), most);
    }
}
