package dev.cadenza.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What somebody opened and clicked. That a message was opened stays with the message, as a number. */
@Component
@Order(500)
class TrackingPersonalData implements PersonalData {

    private static final String THEIRS = "select m.id from message m where m.lead_id = :lead";

    private final PersonalRows rows;

    TrackingPersonalData(PersonalRows rows) {
        this.rows = rows;
    }

    @Override
    public Set<String> tables() {
        return Set.of("tracking_hit", "tracking_overflow");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("trackingHits", rows.read("""
                select h.message_id, h.kind, h.url, h.at, h.user_agent, h.classification from tracking_hit h
                where h.message_id in (select m.id from message m where m.lead_id = :lead) order by h.at""", person));
    }

    @Override
    public int erase(Person person) {
        return rows.change("delete from tracking_hit where message_id in (" + THEIRS + ")", person)
                + rows.change("delete from tracking_overflow where message_id in (" + THEIRS + ")", person);
    }
}
