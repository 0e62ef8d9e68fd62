package dev.cadenza.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Conversations, what channels told beside their messages, and the tasks that asked for answers. */
@Component
@Order(500)
class ConversationPersonalData implements PersonalData {

    private static final String METADATA = """
            x.message_id in (select m.id from message m where m.lead_id = :lead)""";

    private final PersonalRows rows;
    private final ApplicationEventPublisher events;

    ConversationPersonalData(PersonalRows rows, ApplicationEventPublisher events) {
        this.rows = rows;
        this.events = events;
    }

    @Override
    public Set<String> tables() {
        return Set.of("conversation", "message_metadata");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of(
                "conversations", rows.read("""
                        select c.channel, c.address, c.our_address, c.status, c.preview, c.draft, c.metadata,
                            c.last_message_at, c.created_at, c.closed_at from conversation c where c.lead_id = :lead order by c.created_at""", person),
                "messageMetadata", rows.read("select x.message_id, x.data from message_metadata x where " + METADATA,
                        person));
    }

    @Override
    public int erase(Person person) {
        rows.read("select c.id from conversation c where c.lead_id = :lead", person).forEach(row ->
                events.publishEvent(new ConversationEvents.Erased(UUID.fromString(row.get("id").asText()))));
        return rows.change("delete from message_metadata x where " + METADATA, person)
                + rows.change("delete from conversation where lead_id = :lead", person);
    }
}
