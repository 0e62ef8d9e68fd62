package dev.cadenza.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.lead.EventKind;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where a person looks at events, and has those applied again that could not be. */
@Component
class LeadEventDesk {

    /** Events are counted up to here: there may be very many. */
    private static final int MOST_COUNTED = 100_000;
    private static final int MOST_AT_ONCE = 10_000;
    private static final String COLUMNS = "e.id, e.lead_id, e.kind, e.key, e.payload, e.occurred_at, e.recorded_at,"
            + " e.score_impact, e.applied_at, coalesce(e.error, (select string_agg(r.error, '; ' order by r.part)"
            + " from lead_event_rest r where r.event_id = e.id and r.failed)) as error";
    private static final String FAILED = "(select id from lead_event where error is not null"
            + " union all select event_id from lead_event_rest where failed)";

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final EventBell bell;
    private final EventRows rows;
    private final EventRests rests;
    private final EventScoring scoring;

    LeadEventDesk(JdbcClient jdbc, ObjectMapper json, EventBell bell, EventRows rows, EventRests rests,
            EventScoring scoring) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.rests = rests;
        this.scoring = scoring;
        this.json = json;
        this.bell = bell;
    }

    /**
     * @param failed true for those that could not be applied, or not by all, false for the others; null, like the rest,
     *     for all
     */
    record Filter(@Nullable UUID leadId, @Nullable EventKind kind, @Nullable Boolean failed) {

        private String from() {
            return " from lead_event e where " + (failed == null ? "true" : failed ? "e.id in " + FAILED
                    : "e.error is null and not exists"
                            + " (select from lead_event_rest r where r.event_id = e.id and r.failed)")
                    + (leadId == null ? "" : " and e.lead_id = :lead")
                    + (kind == null ? "" : " and e.kind = :kind");
        }
    }

    PageResponse<LeadEventView> page(Filter filter, PageQuery query) {
        return PageResponse.of(bound("select " + COLUMNS + filter.from()
                        + " order by e.id desc limit :size offset :offset", filter)
                        .param("size", query.size()).param("offset", query.offset()).query(this::view).list(),
                query.page(), query.size(),
                bound("select count(*) from (select 1" + filter.from() + " limit " + MOST_COUNTED + ") bounded", filter)
                        .query(Long.class).single());
    }

    LeadEventView get(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from lead_event e where e.id = ?").param(id).query(this::view)
                .optional().orElseThrow(() -> new NotFound("event", id));
    }

    /** @throws Conflict where it was not set aside */
    @Transactional
    public void retry(UUID id) {
        int again = rests.again(id);
        List<LeadEvent> unrated = rows.unrated(id, 1);
        if (!unrated.isEmpty()) {
            scoring.apply(unrated);
        } else if (again + reopen(id) == 0) {
            get(id);
            throw new Conflict("event-not-failed", "Only an event that failed is applied again.");
        }
        bell.ringAfterCommit();
    }

    /** All that were set aside, and up to 10,000 that are without points. @return how many */
    @Transactional
    public int retryAll() {
        bell.ringAfterCommit();
        List<LeadEvent> unrated = rows.unrated(null, MOST_AT_ONCE);
        scoring.apply(unrated);
        return unrated.size() + reopen(null) + rests.again(null);
    }

    /** @param id null for all */
    private int reopen(@Nullable UUID id) {
        return jdbc.sql("update lead_event set error = null where error is not null and applied_at is null"
                + " and (:id::uuid is null or id = :id)").param("id", id, Types.OTHER).update();
    }

    private JdbcClient.StatementSpec bound(String sql, Filter filter) {
        JdbcClient.StatementSpec statement = jdbc.sql(sql);
        statement = filter.leadId() == null ? statement : statement.param("lead", filter.leadId(), Types.OTHER);
        return filter.kind() == null ? statement : statement.param("kind", filter.kind().name());
    }

    private LeadEventView view(ResultSet row, int number) throws SQLException {
        try {
            Timestamp applied = row.getTimestamp("applied_at");
            return new LeadEventView(row.getObject("id", UUID.class), row.getObject("lead_id", UUID.class),
                    EventKind.valueOf(row.getString("kind")), row.getString("key"),
                    json.readTree(row.getString("payload")), row.getTimestamp("occurred_at").toInstant(),
                    row.getTimestamp("recorded_at").toInstant(), row.getInt("score_impact"),
                    applied == null ? null : applied.toInstant(), row.getString("error"));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("The database gives JSON", impossible);
        }
    }
}
