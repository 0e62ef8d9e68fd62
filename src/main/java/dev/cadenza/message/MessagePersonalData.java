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

/** What went to somebody and came back. */
@Component
@Order(900)
class MessagePersonalData implements PersonalData {

    private static final String THEIRS = "(m.lead_id = :lead or m.lead_id is null"
            + " and (m.address = any(:emails) or m.address = any(:phones)))";

    private final PersonalRows rows;

    MessagePersonalData(PersonalRows rows) {
        this.rows = rows;
    }

    @Override
    public Set<String> tables() {
        return Set.of("message", "suppression");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of(
                "messages", rows.read("""
                        select m.id, m.direction, m.channel, m.address, coalesce(m.subject, d.edited_subject,
                            d.generated_subject) as subject, coalesce(m.body_html, d.edited_body, d.generated_body)
                            as body_html, m.body_text, coalesce(m.content_template, d.content_template)
                            as content_template, m.state, m.scheduled_for, m.sent_at, m.delivered_at, m.opened_at,
                            m.clicked_at, m.replied_at, m.bounced_at, m.error, m.created_at
                        from message m left join draft d on d.id = m.draft_id
                        where %s order by m.created_at, m.id""".formatted(THEIRS), person),
                "suppressions", rows.read("""
                        select channel, address, reason, detail, created_at from suppression
                        where lead_id = :lead or address = any(:emails) or address = any(:phones)""", person));
    }

    /**
     * A message stays, as a number in the statistics of its campaign, without whom it went to and what it said. One that
     * is being handed over at this moment is left until its outcome is known.
     */
    @Override
    public int erase(Person person) {
        int messages = rows.change("""
                update message m set lead_id = null, address = '', subject = null, body_html = null, body_text = null,
                    content_template = null,
                    timezone = null, provider_id = null, error = null, withdrawn = 'erased', pending = false,
                    attention = false,
                    state = case when m.state in ('QUEUED', 'CLAIMED') then 'CANCELLED' else m.state end
                where %s and m.state <> 'SENDING'""".formatted(THEIRS), person);
        return messages + rows.change("delete from suppression where reason <> 'ERASED' and (lead_id = :lead"
                + " or address = any(:emails) or address = any(:phones))", person);
    }

    /** Whether a message to the person is being handed over, so that its outcome will still be written down. */
    @Override
    public boolean unfinished(Person person) {
        return !rows.read("select m.id from message m where %s and m.state = 'SENDING'".formatted(THEIRS), person)
                .isEmpty();
    }
}
