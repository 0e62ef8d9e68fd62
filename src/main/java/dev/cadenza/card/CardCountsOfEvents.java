package dev.cadenza.card;

import dev.cadenza.fair.CardCounts;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Tells events how many cards they have. */
@Component
class CardCountsOfEvents implements CardCounts {

    private final JdbcTemplate jdbc;

    CardCountsOfEvents(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<UUID, Counts> of(Collection<UUID> eventIds) {
        Map<UUID, Counts> counts = new HashMap<>();
        jdbc.query("select event_id, count(*) as cards, count(*) filter (where status = 'PENDING_REVIEW') as to_review"
                + " from business_card where event_id = any(?) group by event_id",
                row -> {
                    counts.put(row.getObject("event_id", UUID.class),
                            new Counts(row.getLong("cards"), row.getLong("to_review")));
                }, (Object) eventIds.toArray(UUID[]::new));
        return counts;
    }
}
