package dev.cadenza.consent;

import dev.cadenza.platform.Retained;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Addresses that somebody gave and nobody confirmed. */
@Component
class RetainedQuestions implements Retained {

    private final JdbcTemplate jdbc;

    RetainedQuestions(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "opt-ins-unanswered";
    }

    @Override
    public String description() {
        return "Questions of a double opt-in that nobody answered.";
    }

    @Override
    public @Nullable Period byDefault() {
        return Period.ofDays(30);
    }

    @Override
    public int remove(Instant before, int most) {
        return jdbc.update("delete from opt_in where id in (select id from opt_in where status = 'EXPIRED'"
                + " and expires_at < ? limit ?)", before.atOffset(ZoneOffset.UTC), most);
    }
}
