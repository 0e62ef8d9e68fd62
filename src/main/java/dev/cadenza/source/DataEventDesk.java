package dev.cadenza.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import dev.cadenza.source.DataEvent.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where a person looks at events and has those applied anew that led to nothing. */
@Component
class DataEventDesk {

    private static final String COLUMNS = "e.id, e.topic, e.proven, e.received_at, e.lead_id,"
            + " coalesce(t.status, 'APPLIED') as status, coalesce(t.attempts, 0) as attempts, t.reason";
    private static final int MOST_COUNTED = 100_000;
    private static final int MOST_AT_ONCE = 10_000;

    private final JdbcTemplate jdbc;
    private final DataEvents events;
    private final SourceRegister sources;
    private final ObjectMapper json;

    DataEventDesk(JdbcTemplate jdbc, DataEvents events, SourceRegister sources, ObjectMapper json) {
        this.jdbc = jdbc;
        this.events = events;
        this.sources = sources;
        this.json = json;
    }

    /**
     * An event as the API shows it.
     *
     * @param proven whether the sender knew the secret
     * @param reason why it was refused or failed
     * @param payload only where one event is read
     */
    record View(UUID id, String topic, boolean proven, Status status, Instant receivedAt, @Nullable UUID leadId,
            int attempts, @Nullable String reason, @Nullable JsonNode payload) {
    }

    PageResponse<View> page(UUID source, @Nullable Status status, PageQuery query) {
        sources.require(source);
        // What is still to be done is found by its own table, which is small.
        String from = status == null || status == Status.APPLIED
                ? " from data_event e left join data_todo t on t.event_id = e.id where e.source_id = ?"
                        + (status == null ? "" : " and t.event_id is null")
                : " from data_todo t join data_event e on e.id = t.event_id where t.source_id = ? and t.status = '"
                        + status.name() + "'";
        List<View> page = jdbc.query("select " + COLUMNS + from + " order by e.id desc limit ? offset ?",
                (row, number) -> view(row, null), source, query.size(), query.offset());
        Long total = jdbc.queryForObject("select count(*) from (select 1" + from + " limit " + MOST_COUNTED
                + ") bounded", Long.class, source);
        return PageResponse.of(page, query.page(), query.size(), total == null ? 0 : total);
    }

    View get(UUID source, UUID id) {
        return jdbc.query("select " + COLUMNS
                + ", e.payload from data_event e left join data_todo t on t.event_id = e.id"
                + " where e.source_id = ? and e.id = ?", (row, number) -> view(row, tree(row.getString("payload"))),
                source, id).stream().findFirst().orElseThrow(() -> new NotFound("event", id));
    }

    /** @param ids null for all that were refused or failed; others are passed over */
    @Transactional
    public int repeat(UUID source, @Nullable List<UUID> ids) {
        sources.require(source);
        if (ids != null && (ids.size() > MOST_AT_ONCE || ids.stream().anyMatch(Objects::isNull))) {
            throw new Rejected(FieldError.of("ids", "invalid", "Give at most " + MOST_AT_ONCE + " ids."));
        }
        return events.again(source, ids);
    }

    private static View view(ResultSet row, @Nullable JsonNode payload) throws SQLException {
        return new View(row.getObject("id", UUID.class), row.getString("topic"), row.getBoolean("proven"),
                Status.valueOf(row.getString("status")), row.getTimestamp("received_at").toInstant(),
                row.getObject("lead_id", UUID.class), row.getInt("attempts"), row.getString("reason"), payload);
    }

    private JsonNode tree(String payload) {
        try {
            return json.readTree(payload);
        } catch (JsonProcessingException noJson) {
            return new TextNode(payload);
        }
    }
}
