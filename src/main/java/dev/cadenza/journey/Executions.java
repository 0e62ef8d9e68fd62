package dev.cadenza.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.compiler.Step;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the executions of workflows as they are at this moment, and what each node did with a lead. */
@Component
public class Executions {

    private static final String FROM = """
            from enrollment e join journey j on j.id = e.journey_id join cohort c on c.id = e.cohort_id
            left join entry_cause t on t.enrollment_id = e.id
            left join lead l on l.id = e.lead_id
            left join lateral (
                select i.activity_id_, i.incident_msg_ from act_ru_incident i
                where i.proc_inst_id_ = c.process_instance_id and e.status in ('PENDING', 'IN_PROGRESS')
                order by i.incident_timestamp_ limit 1) i on true
            """;
    private static final String STATE = """
            case when e.status not in ('PENDING', 'IN_PROGRESS') then e.status
                when i.activity_id_ is not null then 'FAILED' else 'RUNNING' end
            """;
    private static final String SELECT = "select e.id, e.owner_id, j.id as journey_id, j.version, e.lead_id, l.email,"
            + STATE + " as state, e.current_step, t.trigger, t.event_id, t.data::text as data, e.enrolled_at,"
            + " e.completed_at, e.reason, i.incident_msg_ as problem, i.activity_id_ as failed_at,"
            + " c.process_instance_id " + FROM;

    private final JdbcClient jdbc;
    private final JourneyStore journeys;
    private final ObjectMapper json;

    Executions(JdbcClient jdbc, JourneyStore journeys, ObjectMapper json) {
        this.jdbc = jdbc;
        this.journeys = journeys;
        this.json = json;
    }

    /**
     * One passage of a lead through a workflow.
     *
     * @param workflowId the owner
     * @param status {@code RUNNING}, {@code FAILED} while it stands at an incident, else an {@link EnrollmentStatus}
     * @param step id of the step that it is at or came through last
     * @param trigger id of the trigger's node; null where it came in another way
     * @param triggerData what the trigger said
     * @param error what went wrong at the incident that it stands at
     * @param reason why it ended, where it did not go through
     */
    public record Execution(UUID id, UUID workflowId, int version, UUID leadId, @Nullable String leadEmail, String status,
            @Nullable String step, @Nullable String stepName, @Nullable String trigger, @Nullable UUID eventId,
            @Nullable JsonNode triggerData, Instant startedAt, @Nullable Instant completedAt, @Nullable String error,
            @Nullable String reason, @Nullable String processInstanceId) {
    }

    /** What one node did with the lead. @param visit which time the lead came there, from 1 */
    public record Line(String nodeId, String nodeName, int visit, String status, @Nullable JsonNode input,
            @Nullable JsonNode output, @Nullable String error, Instant startedAt, @Nullable Long durationMs) {
    }

    /** @param status as {@link Execution} has it; null for all @param lead null for all */
    public PageResponse<Execution> list(UUID workflowId, @Nullable String status, @Nullable UUID lead, PageQuery page) {
        String where = "where e.owner_id = :owner and (cast(:status as text) is null or " + STATE + " = :status)"
                + " and (cast(:lead as uuid) is null or e.lead_id = :lead)";
        List<Execution> content = jdbc.sql(SELECT + where + " order by e.id desc limit :size offset :offset")
                .param("owner", workflowId).param("status", status, Types.VARCHAR).param("lead", lead, Types.OTHER)
                .param("size", page.size()).param("offset", page.offset()).query(this::read).list();
        long total = jdbc.sql("select count(*) " + FROM + where).param("owner", workflowId)
                .param("status", status, Types.VARCHAR).param("lead", lead, Types.OTHER).query(Long.class).single();
        return PageResponse.of(content, page.page(), page.size(), total);
    }

    /** @throws NotFound where there is none */
    public Execution get(UUID id) {
        return jdbc.sql(SELECT + "where e.id = :id").param("id", id).query(this::read).optional()
                .orElseThrow(() -> new NotFound("execution", id));
    }

    /** The nodes that the lead came through, in that order; the one where it is stuck says why. */
    public List<Line> logs(UUID id) {
        Execution execution = get(id);
        Journey journey = journey(id);
        List<Line> lines = new ArrayList<>(jdbc.sql("""
                select step, visit, status, input::text as input, output::text as output, error, started_at, duration_ms
                from execution_log where enrollment_id = :id order by started_at, seq
                """).param("id", id).query((row, index) -> line(journey, row)).list());
        boolean told = lines.stream().anyMatch(line -> line.status().equals("FAILED"));
        if (execution.status().equals("FAILED") && !told) {
            Step step = failedStep(id, journey);
            lines.removeIf(line -> line.nodeId().equals(step.id()) && line.durationMs() == null);
            lines.add(new Line(step.id(), step.name(), 1, "FAILED", json.valueToTree(StepInput.of(step)), null,
                    execution.error(), failedSince(id), null));
        }
        return lines;
    }

    private Step failedStep(UUID id, Journey journey) {
        return journey.at(jdbc.sql("select i.activity_id_ " + FROM + "where e.id = :id").param("id", id)
                .query(String.class).single());
    }

    private Instant failedSince(UUID id) {
        return jdbc.sql("""
                select min(i.incident_timestamp_) from enrollment e join cohort c on c.id = e.cohort_id
                join act_ru_incident i on i.proc_inst_id_ = c.process_instance_id where e.id = :id
                """).param("id", id).query(Timestamp.class).single().toInstant();
    }

    private Journey journey(UUID enrollment) {
        return journeys.known(jdbc.sql("select journey_id from enrollment where id = :id").param("id", enrollment)
                .query(UUID.class).single());
    }

    private Execution read(ResultSet row, int index) throws SQLException {
        Journey journey = journeys.known(row.getObject("journey_id", UUID.class));
        String failedAt = row.getString("failed_at");
        String step = failedAt == null ? row.getString("current_step") : journey.at(failedAt).id();
        String name = step == null ? null : journey.plan().step(step).map(Step::name).orElse(null);
        return new Execution(row.getObject("id", UUID.class), row.getObject("owner_id", UUID.class),
                row.getInt("version"), row.getObject("lead_id", UUID.class), row.getString("email"),
                row.getString("state"), step, name, row.getString("trigger"), row.getObject("event_id", UUID.class),
                tree(row.getString("data")), row.getTimestamp("enrolled_at").toInstant(),
                instant(row.getTimestamp("completed_at")), row.getString("problem"), row.getString("reason"),
                row.getString("process_instance_id"));
    }

    private Line line(Journey journey, ResultSet row) throws SQLException {
        String step = row.getString("step");
        long duration = row.getLong("duration_ms");
        Long known = row.wasNull() ? null : duration;
        return new Line(step, journey.plan().step(step).map(Step::name).orElse(step), row.getInt("visit"),
                row.getString("status"), tree(row.getString("input")), tree(row.getString("output")),
                row.getString("error"), row.getTimestamp("started_at").toInstant(), known);
    }

    private @Nullable JsonNode tree(@Nullable String text) {
        try {
            return text == null ? null : json.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("What was stored as JSON is none", broken);
        }
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
