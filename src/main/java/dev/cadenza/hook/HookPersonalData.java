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

/** What providers told about somebody. An event stays, empty, so that it is not applied a second time. */
@Component
@Order(500)
class HookPersonalData implements PersonalData {

    private static final String THEIRS = """
            exists (select from unnest(:emails || :phones) as a(address)
                where position(a.address in lower(e.payload)) > 0)""";

    private final PersonalRows rows;

    HookPersonalData(PersonalRows rows) {
        this.rows = rows;
    }

    @Override
    public Set<String> tables() {
        return Set.of("hook_event");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("providerEvents", rows.read(
                "select e.provider, e.kind, e.received_at, e.payload from hook_event e where " + THEIRS, person));
    }

    @Override
    public int erase(Person person) {
        return rows.change("update hook_event e set payload = '{}' where " + THEIRS, person)
                + rows.change("""
                        update hook_todo t set error = null where t.error is not null and exists (
                            select from unnest(:emails || :phones) as a(address)
                            where position(a.address in lower(t.error)) > 0)""", person);
    }
}
