package dev.cadenza.assistant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Where a user has named somebody's address to the assistant. */
@Component
@Order(500)
class AssistantPersonalData implements PersonalData {

    private static final String SAID = names("m.content || ' ' || m.metadata::text");
    private static final String PLANNED = names("concat_ws(' ', c.title, c.plan, c.written, c.question)");

    private final PersonalRows rows;

    AssistantPersonalData(PersonalRows rows) {
        this.rows = rows;
    }

    private static String names(String text) {
        return "exists (select from unnest(:emails || :phones) as a(address) where "
                + PersonalRows.stands("lower(a.address)", "lower(" + text + ")") + ")";
    }

    @Override
    public Set<String> tables() {
        return Set.of("assistant_message", "assistant_conversation");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("assistantMessages", rows.read("select m.created_at, m.role, m.content from assistant_message "
                + "m where "
                + SAID + " order by m.id", person));
    }

    /**
     * What was said goes as a whole; the plan goes where it holds the address, and the campaign that came of it stays.
     */
    @Override
    public int erase(Person person) {
        return rows.change("update assistant_message m set content = '(removed)', metadata = '{}' where " + SAID,
                person)
                + rows.change("update assistant_conversation c set title = null, question = null, written = null, "
                + "plan = '{\"steps\": []}' where " + PLANNED, person);
    }
}
