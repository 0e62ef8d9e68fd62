package dev.cadenza.hook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * What providers told about somebody, as it came; the addresses stand in it as text. An event stays, empty, so that it is
 * not applied a second time when it is delivered again.
 */
@Component
@Order(400)
class HookPersonalData implements PersonalData {

    private static final String THEIRS = """
            exists (select from (
                    select unnest(:emails || :phones) as address
                    union all select c.address from contact_point c where c.lead_id = :lead) a
                where %s)""".formatted(PersonalRows.stands("lower(a.address)", "lower(e.payload)"));

    private final PersonalRows rows;

    HookPersonalData(PersonalRows rows) {
        this.rows = rows;
    }

    @Override
    public Set<String> tables() {
        return Set.of("hook_event", "hook_todo");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("providerEvents", rows.read("select e.provider, e.kind, e.received_at, e.payload"
                + " from hook_event e where " + THEIRS + " order by e.received_at", person));
    }

    @Override
    public int erase(Person person) {
        rows.change("delete from hook_todo t where t.event_id in (select e.id from hook_event e where " + THEIRS + ")",
                person);
        return rows.change("update hook_event e set payload = '{}' where " + THEIRS, person);
    }
}
