package dev.cadenza.source;

import dev.cadenza.platform.Retained;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** How long what sources sent is kept. */
@Configuration
class RetainedSourceData {

    private record Kind(String kind, String description, @Nullable Period byDefault, Removal removal)
            implements Retained {

        @Override
        public int remove(Instant before, int most) {
            return removal.remove(before.atOffset(ZoneOffset.UTC), most);
        }
    }

    private interface Removal {

        int remove(OffsetDateTime before, int most);
    }

    @Bean
    Retained retainedDataEvents(JdbcTemplate jdbc) {
        return new Kind("source-events", "Events of data sources as they came. What came of them stays with the leads.",
                Period.ofDays(365), (before, most) -> jdbc.update("""
                        delete from data_event where id in (select e.id from data_event e where e.received_at < ?
                            and not exists (select from data_todo t where t.event_id = e.id) limit ?)
                        """, before, most));
    }

    @Bean
    Retained retainedOpenDataEvents(JdbcTemplate jdbc, SourceCounts.Book counts) {
        return new Kind("anonymous-events",
                "Events of visitors who never said who they are, and events that were refused"
                + " and not repeated.", Period.ofDays(90), (before, most) -> {
            List<UUID> sources = jdbc.queryForList("""
                    with old as (select t.event_id from data_todo t join data_event e on e.id = t.event_id
                            where t.status <> 'RECEIVED' and e.received_at < ? limit ? for update of t skip locked),
                        gone as (delete from data_todo where event_id in (select event_id from old)),
                        events as (delete from data_event where id in (select event_id from old) returning source_id)
                    select source_id from events
                    """, UUID.class, before, most);
            counts.forgotten(sources);
            return sources.size();
        });
    }

    @Bean
    Retained retainedIdentities(JdbcTemplate jdbc) {
        return new Kind("visitors",
                "Which browser, cart or customer number at a source is which lead; forgotten where it"
                + " was not seen for so long.", Period.ofMonths(13), (before, most) -> jdbc.update("""
                        delete from source_identity where id in
                            (select id from source_identity where seen_at < ? limit ? for update skip locked)
                        """, before, most));
    }
}
