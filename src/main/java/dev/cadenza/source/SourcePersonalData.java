package dev.cadenza.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What sources told about somebody: events of the lead, and events in which an address of theirs stands, in the clear
 * or hashed. An event stays, empty, so that it is not applied a second time when it is delivered again.
 */
@Component
@Order(410)
class SourcePersonalData implements PersonalData {

    private static final String THEIRS = """
            (e.lead_id = :lead or exists (select from (
                    select lower(a) as word from unnest(:emails || :phones) as a
                    union all select encode(sha256(convert_to(ltrim(a, '+'), 'UTF8')), 'hex')
                        from unnest(:emails || :phones) as a) w
                where %s))""".formatted(PersonalRows.stands("w.word", "lower(e.payload)"));
    /** Of a visitor who is the lead; known by no address that stands in it. */
    private static final String WAITING = """
            e.id in (select t.event_id from data_todo t where t.status = 'ANONYMOUS'
                and t.waits_for && array(select i.id from source_identity i where i.lead_id = :lead))""";

    private final PersonalRows rows;
    private final JdbcTemplate jdbc;
    private final SourceCounts.Book counts;

    SourcePersonalData(PersonalRows rows, JdbcTemplate jdbc, SourceCounts.Book counts) {
        this.rows = rows;
        this.jdbc = jdbc;
        this.counts = counts;
    }

    @Override
    public Set<String> tables() {
        return Set.of("data_event", "data_todo", "source_identity", "lead_hash", "source_lead");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("sourceEvents", rows.read("select s.name as source, e.topic, e.received_at, e.payload"
                + " from data_event e left join data_source s on s.id = e.source_id where " + THEIRS
                + " or " + WAITING + " order by e.received_at", person));
    }

    /** An event that is being applied at this moment (the order to erase among them) keeps its place in the queue. */
    @Override
    public int erase(Person person) {
        UUID[] theirs = rows.read("select e.id from data_event e where " + THEIRS + " or " + WAITING, person).stream()
                .map(row -> UUID.fromString(row.get("id").asText())).toArray(UUID[]::new);
        counts.forgotten(jdbc.queryForList("delete from data_todo where event_id = any(?) and status <> 'RECEIVED'"
                + " returning source_id", UUID.class, (Object) theirs));
        int changed = jdbc.update("update data_event set payload = '{}', lead_id = null where id = any(?)",
                (Object) theirs);
        jdbc.update("delete from source_lead where lead_id = ?", person.leadId());
        jdbc.update("delete from lead_hash where lead_id = ?", person.leadId());
        return changed + jdbc.update("delete from source_identity where lead_id = ?", person.leadId());
    }
}
