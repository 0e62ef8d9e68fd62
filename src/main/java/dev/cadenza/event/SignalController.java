package dev.cadenza.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.lead.EventKind;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Leads")
class SignalController {

    private static final String FROM = " from lead_event e where e.lead_id = :lead and e.kind = any(:kinds)"
            + " and e.applied_at is not null and (:kind::text is null or e.kind = :kind)";

    private final JdbcClient jdbc;
    private final LeadScores scores;
    private final ObjectMapper json;

    SignalController(JdbcClient jdbc, LeadScores scores, ObjectMapper json) {
        this.jdbc = jdbc;
        this.scores = scores;
        this.json = json;
    }

    /**
     * What says how interested a lead is.
     *
     * @param scoreImpact points that it was worth on its day
     * @param worthToday what is left of them; the lead's score is the sum of these, and of what was set by hand
     */
    record IntentSignal(UUID id, UUID leadId, EventKind type, @Nullable String key, int scoreImpact,
            BigDecimal worthToday, JsonNode signalData, Instant occurredAt) {
    }

    @GetMapping("/api/v1/leads/{id}/signals")
    @Operation(summary = "Opens, clicks, replies, visits, purchases and other signals of a lead, with their part of its"
            + " score; the latest first")
    PageResponse<IntentSignal> signals(@PathVariable UUID id,
            @RequestParam(required = false) @Nullable EventKind type,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        PageQuery query = PageQuery.of(page, size);
        if (jdbc.sql("select 1 from lead where id = ?").param(id).query().listOfRows().isEmpty()) {
            throw new NotFound("lead", id);
        }
        return PageResponse.of(bound("select e.*, " + LeadScores.WORTH + " as worth" + FROM
                        + " order by e.occurred_at desc, e.id desc limit :size offset :offset", id, type)
                        .param("day", Date.valueOf(scores.today()))
                        .param("halfLife", scores.halfLife(), Types.INTEGER)
                        .param("size", query.size()).param("offset", query.offset()).query(this::signal).list(),
                query.page(), query.size(), bound("select count(*)" + FROM, id, type).query(Long.class).single());
    }

    private JdbcClient.StatementSpec bound(String sql, UUID lead, @Nullable EventKind type) {
        return jdbc.sql(sql).param("lead", lead).param("kind", type == null ? null : type.name(), Types.VARCHAR)
                .param("kinds", Signal.KINDS.stream().map(Enum::name).toArray(String[]::new));
    }

    private IntentSignal signal(ResultSet row, int number) throws SQLException {
        try {
            return new IntentSignal(row.getObject("id", UUID.class), row.getObject("lead_id", UUID.class),
                    EventKind.valueOf(row.getString("kind")), row.getString("key"), row.getInt("score_impact"),
                    row.getBigDecimal("worth"), json.readTree(row.getString("payload")),
                    row.getTimestamp("occurred_at").toInstant());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("The database gives JSON", impossible);
        }
    }
}
