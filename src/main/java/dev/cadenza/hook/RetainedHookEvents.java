package dev.cadenza.hook;

import dev.cadenza.platform.Retained;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Events that wait for a person, and nobody came. An account at a provider that others send through as well brings them
 * without end. What was applied goes after {@code cadenza.hooks.keep}.
 */
@Component
class RetainedHookEvents implements Retained {

    private final JdbcTemplate jdbc;

    RetainedHookEvents(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "unmatched-hook-events";
    }

    @Override
    public String description() {
        return "Events of providers that were about nothing known, or failed, and were not repeated.";
    }

    @Override
    public @Nullable Period byDefault() {
        return Period.ofDays(90);
    }

    @Override
    public int remove(Instant before, int most) {
        return jdbc.update("""
                with old as (select t.event_id from hook_todo t join hook_event e on e.id = t.event_id
                        where t.status <> 'RECEIVED' and e.received_at < ? limit ? for update of t skip locked),
                    gone as (delete from hook_todo where event_id in (select event_id from old))
                delete from hook_event where id in (select event_id from old)
                """, before.atOffset(ZoneOffset.UTC), most);
    }
}
