package dev.cadenza.audience;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** In which lists somebody is. */
@Component
@Order(500)
class AudiencePersonalData implements PersonalData {

    private final PersonalRows rows;

    AudiencePersonalData(PersonalRows rows) {
        this.rows = rows;
    }

    @Override
    public Set<String> tables() {
        return Set.of("lead_list_member");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("lists", rows.read("""
                select l.name, m.added_at from lead_list_member m join lead_list l on l.id = m.list_id
                where m.lead_id = :lead order by m.added_at""", person));
    }

    @Override
    public int erase(Person person) {
        return rows.change("delete from lead_list_member where lead_id = :lead", person);
    }
}
