package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads executions and their logs, while they run and after. */
@Component
@Transactional(readOnly = true)
class WorkflowExecutions {

    private static final String SELECT = """
            select e.id, e.owner_id, e.lead_id, l.email, e.status, e.current_step, e.enrolled_at, e.completed_at,
                e.reason, j.version, c.trigger, c.event_id, c.data::text as data, o.process_instance_id,
                j.id as journey_id, exists (select 1 from execution_log x where x.enrollment_id = e.id
                    and x.status = 'FAILED' and x.step = e.current_step
                    and x.visit = (select max(y.visit) from execution_log y
                        where y.enrollment_id = e.id and y.step = x.step)) as failed
            from enrollment e join journey j on j.id = e.journey_id join workflow w on w.id = e.owner_id
            join lead l on l.id = e.lead_id left join entry_cause c on c.enrollment_id = e.id
            left join cohort o on o.id = e.cohort_id
            """;
    private static final String FILTER = """
            where e.owner_id = :workflow and (cast(:status as text) is null or e.status = :status)
              and (cast(:lead as uuid) is null or e.lead_id = :lead)
              and (not :failed or exists (select 1 from execution_log x where x.enrollment_id = e.id
                    and x.status = 'FAILED'))
            """;

    private final JdbcClient jdbc;
    private final NodeNames names;

    WorkflowExecutions(JdbcClient jdbc, NodeNames names) {
        this.jdbc = jdbc;
        this.names = names;
    }

    /** What to list; null leaves a filter out. @param failed only those with a node that failed */
    record Filter(UUID workflow, @Nullable String status, @Nullable UUID lead, boolean failed) {
    }

    PageResponse<ExecutionViews.View> list(Filter filter, PageQuery page) {
        Map<UUID, NodeNames.Names> known = new HashMap<>();
        List<ExecutionViews.View> content = bind(jdbc.sql(SELECT + FILTER
                + "order by e.id desc limit :size offset :offset"), filter)
                .param("size", page.size()).param("offset", page.offset())
                .query((row, i) -> read(row, known)).list();
        long total = bind(jdbc.sql("select count(*) from enrollment e " + FILTER), filter).query(Long.class).single();
        return PageResponse.of(content, page.page(), page.size(), total);
    }

    /** @throws NotFound for an execution of no workflow too */
    ExecutionViews.View get(UUID id) {
        Map<UUID, NodeNames.Names> known = new HashMap<>();
        return jdbc.sql(SELECT + "where e.id = :id").param("id", id).query((row, i) -> read(row, known)).optional()
                .orElseThrow(() -> new NotFound("execution", id));
    }

    /** In the order in which the nodes were come to. */
    PageResponse<ExecutionViews.Log> logs(UUID id, PageQuery page) {
        NodeNames.Names nodes = names.ofJourney(jdbc.sql(
                "select e.journey_id from enrollment e join workflow w on w.id = e.owner_id where e.id = :id")
                .param("id", id).query(UUID.class).optional().orElseThrow(() -> new NotFound("execution", id)));
        List<ExecutionViews.Log> content = jdbc.sql("""
                select seq, step, visit, status, input::text as input, output::text as output, error, started_at,
                    duration_ms
                from execution_log where enrollment_id = :id order by started_at, seq limit :size offset :offset""")
                .param("id", id).param("size", page.size()).param("offset", page.offset())
                .query((row, i) -> log(row, nodes)).list();
        long total = jdbc.sql("select count(*) from execution_log where enrollment_id = :id").param("id", id)
                .query(Long.class).single();
        return PageResponse.of(content, page.page(), page.size(), total);
    }

    private static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement, Filter filter) {
        return statement.param("workflow", filter.workflow()).param("status", filter.status(), Types.VARCHAR)
                .param("lead", filter.lead(), Types.OTHER).param("failed", filter.failed());
    }

    private ExecutionViews.View read(ResultSet row, Map<UUID, NodeNames.Names> known) throws SQLException {
        NodeNames.Names nodes = known.computeIfAbsent(row.getObject("journey_id", UUID.class), names::ofJourney);
        String step = row.getString("current_step");
        return new ExecutionViews.View(row.getObject("id", UUID.class), row.getObject("owner_id", UUID.class),
                row.getInt("version"), row.getObject("lead_id", UUID.class), row.getString("email"),
                row.getString("status"), row.getString("trigger"), row.getObject("event_id", UUID.class),
                json(row.getString("data")), step == null ? null : nodes.node(step),
                step == null ? null : nodes.name(step), row.getBoolean("failed"),
                row.getTimestamp("enrolled_at").toInstant(), instant(row.getTimestamp("completed_at")),
                row.getString("reason"), row.getString("process_instance_id"));
    }

    private static ExecutionViews.Log log(ResultSet row, NodeNames.Names nodes) throws SQLException {
        String step = row.getString("step");
        long duration = row.getLong("duration_ms");
        Long durationMs = row.wasNull() ? null : duration;
        return new ExecutionViews.Log(row.getLong("seq"), nodes.node(step), nodes.name(step), row.getInt("visit"),
                row.getString("status"), json(row.getString("input")), json(row.getString("output")),
                row.getString("error"), row.getTimestamp("started_at").toInstant(), durationMs);
    }

    private static @Nullable JsonNode json(@Nullable String text) {
        return text == null ? null : GraphText.read(text);
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
