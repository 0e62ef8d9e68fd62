package dev.cadenza.channel;

import dev.cadenza.platform.Retained;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Mails that were set aside. */
@Component
class RetainedFailures implements Retained {

    private final JdbcTemplate jdbc;

    RetainedFailures(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "mails-not-taken-in";
    }

    @Override
    public String description() {
        return "Mails that no part of the application could take.";
    }

    @Override
    public @Nullable Period byDefault() {
        return Period.ofDays(90);
    }

    @Override
    public int remove(Instant before, int most) {
        return jdbc.update("delete from mailbox_failure where id in (select id from mailbox_failure"
                + " where created_at < ? and next_attempt_at is null limit ?)", before.atOffset(ZoneOffset.UTC), most);
    }
}
