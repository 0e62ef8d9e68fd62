package dev.cadenza.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.compiler.Step;
import dev.cadenza.event.EventCondition;
import dev.cadenza.lead.EventKind;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Leads that wait for something to happen to them. Every method is a statement or two, however many they are. */
@Component
class Awaiting {

    private static final int PIECE = 1_000;

    private final JdbcClient jdbc;
    /** Reads long answers piece by piece. */
    private final JdbcClient pieces;
    private final ObjectMapper json;

    Awaiting(JdbcClient jdbc, DataSource dataSource, ObjectMapper json) {
        this.jdbc = jdbc;
        JdbcTemplate template = new JdbcTemplate(dataSource);
        template.setFetchSize(PIECE);
        this.pieces = JdbcClient.create(template);
        this.json = json;
    }

    /** To whom of these it has happened already, since the latest message or since they came in. */
    Set<UUID> happened(Step.Awaited event, List<Cohorts.Traveller> travellers) {
        Set<UUID> happened = new LinkedHashSet<>();
        EventCondition condition = event.condition() == null ? null : condition(event.condition());
        // Leads may have very many visits: without a condition one says it, with one they are read piece by piece.
        pieces.sql("""
                select q.id, v.payload
                from unnest(cast(:enrollments as uuid[]), cast(:leads as uuid[]), cast(:since as timestamptz[]))
                    as q(id, lead, since)
                cross join lateral (
                    select v.payload from lead_event v where v.lead_id = q.lead and v.kind = :kind
                        and v.occurred_at >= q.since and (cast(:key as text) is null or v.key = :key)
                    limit cast(:most as bigint)) v
                """)
                .param("most", condition == null ? 1 : null, Types.BIGINT).param("kind", event.kind().name())
                .param("key", event.key(), Types.VARCHAR)
                .param("enrollments", travellers.stream().map(Cohorts.Traveller::enrollmentId).toArray(UUID[]::new))
                .param("leads", travellers.stream().map(Cohorts.Traveller::leadId).toArray(UUID[]::new))
                .param("since", since(travellers))
                .query(row -> {
                    if (condition == null || condition.holds(read(row.getString("payload")))) {
                        happened.add(row.getObject("id", UUID.class));
                    }
                });
        return happened;
    }

    void begin(Step.WaitFor step, List<Cohorts.Traveller> travellers) {
        Step.Awaited event = step.event();
        jdbc.sql("""
                insert into awaited(enrollment_id, lead_id, step, kind, key, condition, since)
                select q.id, q.lead, :step, :kind, :key, cast(:condition as jsonb), q.since
                from unnest(cast(:enrollments as uuid[]), cast(:leads as uuid[]), cast(:since as timestamptz[]))
                    as q(id, lead, since)
                on conflict (enrollment_id) do update set step = excluded.step, kind = excluded.kind,
                    key = excluded.key, condition = excluded.condition, since = excluded.since
                """)
                .param("step", step.id()).param("kind", event.kind().name()).param("key", event.key(), Types.VARCHAR)
                .param("condition", event.condition(), Types.VARCHAR)
                .param("enrollments", travellers.stream().map(Cohorts.Traveller::enrollmentId).toArray(UUID[]::new))
                .param("leads", travellers.stream().map(Cohorts.Traveller::leadId).toArray(UUID[]::new))
                .param("since", since(travellers)).update();
    }

    /** These wait no longer. */
    void over(Collection<UUID> enrollments) {
        if (!enrollments.isEmpty()) {
            jdbc.sql("delete from awaited where enrollment_id = any(cast(:ids as uuid[]))")
                    .param("ids", enrollments.toArray(UUID[]::new)).update();
        }
    }

    /** A wait, or a goal, of a lead that is inside. */
    record Open(UUID enrollmentId, UUID leadId, UUID journeyId, UUID cohortId, String step, boolean goal, EventKind kind,
            @Nullable String key, @Nullable EventCondition condition, Instant since) {
    }

    /**
     * Locks the passages of these leads through journeys that speak of events, and says what they wait for. Two
     * statements: the second sees what those have committed for whose locks the first one waited.
     */
    List<Open> lock(Collection<UUID> leads, Collection<String> kinds) {
        List<UUID> inside = jdbc.sql("""
                select e.id from enrollment e join journey j on j.id = e.journey_id and j.listens
                where e.lead_id = any(cast(:leads as uuid[])) and %s
                order by e.id for no key update of e
                """.formatted(Departures.UNFINISHED)).param("leads", leads.toArray(UUID[]::new)).query(UUID.class).list();
        if (inside.isEmpty()) {
            return List.of();
        }
        Map<String, EventCondition> parsed = new HashMap<>();
        return jdbc.sql("""
                select e.id, e.lead_id, e.journey_id, e.cohort_id, a.step, false as goal, a.kind, a.key,
                    a.condition::text as condition, a.since
                from enrollment e join awaited a on a.enrollment_id = e.id
                where e.id = any(cast(:inside as uuid[])) and a.kind = any(cast(:kinds as text[]))
                    and e.status in ('PENDING', 'IN_PROGRESS')
                union all
                select e.id, e.lead_id, e.journey_id, e.cohort_id, i.step, true, i.kind, i.key,
                    i.condition::text, e.enrolled_at
                from enrollment e join journey_interest i on i.journey_id = e.journey_id and i.goal
                where e.id = any(cast(:inside as uuid[])) and i.kind = any(cast(:kinds as text[])) and %s
                order by 1
                """.formatted(Departures.UNFINISHED))
                .param("inside", inside.toArray(UUID[]::new)).param("kinds", kinds.toArray(String[]::new))
                .query((row, index) -> new Open(row.getObject("id", UUID.class), row.getObject("lead_id", UUID.class),
                        row.getObject("journey_id", UUID.class), row.getObject("cohort_id", UUID.class),
                        row.getString("step"), row.getBoolean("goal"), EventKind.valueOf(row.getString("kind")),
                        row.getString("key"), condition(parsed, row.getString("condition")),
                        row.getTimestamp("since").toInstant())).list();
    }

    private @Nullable EventCondition condition(Map<String, EventCondition> parsed, @Nullable String text) {
        return text == null ? null : parsed.computeIfAbsent(text, this::condition);
    }

    private EventCondition condition(String text) {
        return EventCondition.parse(read(text), "condition");
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("What was stored as JSON is none", broken);
        }
    }

    private static Object[] since(List<Cohorts.Traveller> travellers) {
        return travellers.stream().map(traveller -> traveller.readyAt().atOffset(ZoneOffset.UTC).toString())
                .toArray(String[]::new);
    }
}
