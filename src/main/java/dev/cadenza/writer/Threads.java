package dev.cadenza.writer;

import dev.cadenza.draft.PlainText;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What was written between us and leads lately, in one query for all of them. */
@Component
class Threads {

    private static final int LATEST = 6;

    private final JdbcTemplate jdbc;

    Threads(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** By lead, the oldest first; who has none has no entry. */
    Map<UUID, List<WriteRequest.Said>> of(Collection<UUID> leads) {
        Map<UUID, List<WriteRequest.Said>> threads = new HashMap<>();
        jdbc.query("""
                select t.* from unnest(?::uuid[]) as l(id) cross join lateral (
                    select m.lead_id, m.direction, coalesce(m.sent_at, m.created_at) as at,
                        coalesce(d.edited_subject, d.generated_subject, m.subject) as subject,
                        coalesce(d.edited_body, d.generated_body, m.body_html) as html, m.body_text as plain
                    from message m left join draft d on d.id = m.draft_id
                    where m.lead_id = l.id and (m.direction = 'INBOUND' or m.state = 'SENT')
                    order by m.created_at desc limit ?) t
                order by t.lead_id, t.at""",
                row -> {
                    String html = row.getString("html");
                    String plain = row.getString("plain");
                    threads.computeIfAbsent(row.getObject("lead_id", UUID.class), lead -> new ArrayList<>())
                            .add(new WriteRequest.Said(row.getString("direction").equals("INBOUND") ? "them" : "us",
                                    row.getObject("at", OffsetDateTime.class).toLocalDate().toString(),
                                    row.getString("subject"), html != null ? PlainText.of(html) : plain == null ? ""
                                            : plain));
                }, leads.toArray(UUID[]::new), LATEST);
        return threads;
    }
}
