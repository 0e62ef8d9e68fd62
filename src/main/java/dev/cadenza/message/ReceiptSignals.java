package dev.cadenza.message;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.lead.EventKind;
import dev.cadenza.lead.LeadReports;
import dev.cadenza.lead.LeadReports.Happening;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Tells that leads have opened messages or clicked in them, where a provider was the first to say so. */
@Component
class ReceiptSignals {

    private final JdbcTemplate jdbc;
    private final LeadReports reports;
    private final ObjectMapper json;

    ReceiptSignals(JdbcTemplate jdbc, LeadReports reports, ObjectMapper json) {
        this.jdbc = jdbc;
        this.reports = reports;
        this.json = json;
    }

    /** With two statements for all; none where nothing was opened. */
    void tell(List<MessageProgress> changed, Map<UUID, MessageProgress> before) {
        List<MessageProgress> seen = changed.stream().filter(message -> message.leadId() != null
                && (opened(message, before) || clicked(message, before))).toList();
        if (seen.isEmpty()) {
            return;
        }
        Map<UUID, String[]> about = new HashMap<>();
        jdbc.query("select id, owner_id, channel, step_id from message where id = any(?::uuid[])", row -> {
            about.put(row.getObject("id", UUID.class), new String[] {row.getString("owner_id"),
                row.getString("channel"), row.getString("step_id")});
        }, (Object) Sql.column(seen, MessageProgress::id));
        List<Happening> happenings = new ArrayList<>();
        for (MessageProgress message : seen) {
            String[] said = about.getOrDefault(message.id(), new String[3]);
            if (opened(message, before)) {
                happenings.add(happening(message, EventKind.MESSAGE_OPENED, message.openedAt(), said));
            }
            if (clicked(message, before)) {
                happenings.add(happening(message, EventKind.MESSAGE_CLICKED, message.clickedAt(), said));
            }
        }
        reports.tell(happenings);
    }

    private Happening happening(MessageProgress message, EventKind kind, @Nullable Instant at, String[] said) {
        return new Happening(Objects.requireNonNull(message.leadId()), kind, said[0],
                json.createObjectNode().put("messageId", message.id().toString()).put("channel", said[1])
                        .put("step", said[2]), Objects.requireNonNull(at), message.id());
    }

    private static boolean opened(MessageProgress message, Map<UUID, MessageProgress> before) {
        MessageProgress then = before.get(message.id());
        return message.openedAt() != null && (then == null || then.openedAt() == null);
    }

    private static boolean clicked(MessageProgress message, Map<UUID, MessageProgress> before) {
        MessageProgress then = before.get(message.id());
        return message.clickedAt() != null && (then == null || then.clickedAt() == null);
    }
}
