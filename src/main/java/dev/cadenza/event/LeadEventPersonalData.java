package dev.cadenza.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What happened to a lead, with all that was said about it. */
@Component
@Order(700)
class LeadEventPersonalData implements PersonalData {

    private final PersonalRows rows;

    LeadEventPersonalData(PersonalRows rows) {
        this.rows = rows;
    }

    @Override
    public Set<String> tables() {
        return Set.of("lead_event", "lead_signal_score");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("leadEvents", rows.read("select kind, key, payload, occurred_at, score_impact from lead_event"
                + " where lead_id = :lead order by occurred_at, id", person));
    }

    @Override
    public int erase(Person person) {
        return rows.change("delete from lead_event where lead_id = :lead", person)
                + rows.change("delete from lead_signal_score where lead_id = :lead", person);
    }
}
