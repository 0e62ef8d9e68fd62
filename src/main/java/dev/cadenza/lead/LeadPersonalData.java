package dev.cadenza.lead;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The lead itself, which goes last: others find what is theirs by it. */
@Component
@Order(1000)
class LeadPersonalData implements PersonalData {

    private final PersonalRows rows;

    LeadPersonalData(PersonalRows rows) {
        this.rows = rows;
    }

    @Override
    public Set<String> tables() {
        return Set.of("lead");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("lead", rows.read("select * from lead where id = :lead", person));
    }

    @Override
    public int erase(Person person) {
        return rows.change("delete from lead where id = :lead", person);
    }
}
