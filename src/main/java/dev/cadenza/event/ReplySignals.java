package dev.cadenza.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.lead.EventKind;
import dev.cadenza.message.MessageEvents;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Replies of people, on every channel, as events. */
@Component
class ReplySignals {

    private static final int LONGEST_TEXT = 1000;

    private final LeadEvents events;
    private final JdbcTemplate jdbc;
    private final ObjectMapper json;

    ReplySignals(LeadEvents events, JdbcTemplate jdbc, ObjectMapper json) {
        this.events = events;
        this.jdbc = jdbc;
        this.json = json;
    }

    /** In the transaction that recorded the reply. */
    @EventListener
    void on(MessageEvents.Replied replied) {
        List<NewEvent> news = jdbc.query("select owner_id, channel, subject, left(body_text, ?) as text from message"
                + " where id = ?", (row, number) -> {
                    ObjectNode payload = json.createObjectNode().put("messageId", replied.messageId().toString())
                            .put("channel", row.getString("channel")).put("subject", row.getString("subject"))
                            .put("text", row.getString("text"));
                    return new NewEvent(replied.leadId(), EventKind.MESSAGE_REPLIED, row.getString("owner_id"), payload,
                            replied.at(), replied.messageId());
                }, LONGEST_TEXT, replied.messageId());
        events.append(news);
    }
}
