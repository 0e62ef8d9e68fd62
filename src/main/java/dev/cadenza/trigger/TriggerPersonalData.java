package dev.cadenza.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Which workflows somebody did not come into, and which watched segments it is in. */
@Component
@Order(690)
class TriggerPersonalData implements PersonalData {

    private final PersonalRows rows;

    TriggerPersonalData(PersonalRows rows) {
        this.rows = rows;
    }

    @Override
    public Set<String> tables() {
        return Set.of("skipped_entry", "segment_member");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("skippedEntries", rows.read("select workflow_id, reason, at from skipped_entry"
                        + " where lead_id = :lead order by at", person),
                "segments", rows.read("select s.name from segment_member m join segment s on s.id = m.segment_id"
                        + " where m.lead_id = :lead order by s.name", person));
    }

    @Override
    public int erase(Person person) {
        return rows.change("delete from skipped_entry where lead_id = :lead", person)
                + rows.change("delete from segment_member where lead_id = :lead", person);
    }
}
