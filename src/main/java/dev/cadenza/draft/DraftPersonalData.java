package dev.cadenza.draft;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What was written to somebody, sent or not. */
@Component
@Order(500)
class DraftPersonalData implements PersonalData {

    private final PersonalRows rows;

    DraftPersonalData(PersonalRows rows) {
        this.rows = rows;
    }

    @Override
    public Set<String> tables() {
        return Set.of("draft");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("drafts", rows.read("""
                select d.id, d.channel, d.status, d.generated_subject, d.generated_body, d.edited_subject,
                    d.edited_body,
                    d.rejection_reason, d.personalization_data, d.created_at
                from draft d where d.lead_id = :lead order by d.created_at""", person));
    }

    /** That a draft was written and approved stays in the numbers of its day; what it said goes. */
    @Override
    public int erase(Person person) {
        return rows.change("""
                update draft d set lead_id = gen_random_uuid(), generated_subject = null, generated_body = '',
                    edited_subject = null, edited_body = null, content_template = null, rejection_reason = null,
                    personalization_data = null, attention = null,
                    missing = '{}',
                    version = version + 1
                where d.lead_id = :lead and not exists (
                    select from message m where m.draft_id = d.id and m.state = 'SENDING')""",
                person);
    }
}
