package dev.cadenza.fair;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** At which events somebody was met. */
@Component
@Order(500)
class EventPersonalData implements PersonalData {

    private final PersonalRows rows;

    EventPersonalData(PersonalRows rows) {
        this.rows = rows;
    }

    @Override
    public Set<String> tables() {
        return Set.of("trade_event_lead");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("events", rows.read("""
                select e.name, e.date, e.location, m.added_at from trade_event_lead m
                join trade_event e on e.id = m.event_id where m.lead_id = :lead order by m.added_at""", person));
    }

    @Override
    public int erase(Person person) {
        return rows.change("delete from trade_event_lead where lead_id = :lead", person);
    }
}
