package dev.cadenza.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Where somebody is reached beside mail and phone: ids at messengers, browsers. */
@Component
@Order(900)
class ContactPersonalData implements PersonalData {

    private final PersonalRows rows;

    ContactPersonalData(PersonalRows rows) {
        this.rows = rows;
    }

    @Override
    public Set<String> tables() {
        return Set.of("contact_point", "push_device");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of(
                "contactPoints", rows.read("select channel, address, last_inbound_at, created_at from contact_point"
                        + " where lead_id = :lead", person),
                "pushDevices", rows.read("select endpoint, user_agent, created_at from push_device"
                        + " where lead_id = :lead", person));
    }

    @Override
    public int erase(Person person) {
        return rows.change("delete from contact_point where lead_id = :lead", person)
                + rows.change("delete from push_device where lead_id = :lead", person);
    }
}
