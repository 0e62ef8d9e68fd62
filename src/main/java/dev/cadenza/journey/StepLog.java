package dev.cadenza.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.compiler.Step;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes the execution log of journeys that keep one: a row for each lead and visit of a step, in one statement for a
 * cohort, in the transaction in which the cohort moves. Journeys that keep none cost no statement.
 */
@Component
class StepLog {

    private static final int LONGEST_ERROR = 2_000;

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    StepLog(JdbcClient jdbc, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** Where a lead stands at a step. */
    enum Status { RUNNING, COMPLETED, FAILED, WAITING, SKIPPED }

    /** What became of one lead at a step. @param output null for nothing to tell; @param error a sentence */
    record Line(UUID enrollmentId, Status status, @Nullable Object output, @Nullable String error) {
    }

    void completed(Journey journey, Step step, int visit, List<Cohorts.Traveller> travellers, Instant started) {
        all(new Arrival(journey.id(), journey, step, visit, travellers, started), Status.COMPLETED, null);
    }

    /** All leads of the cohort are through, with the same output. */
    void completed(Arrival arrival, @Nullable Map<String, ?> output) {
        all(arrival, Status.COMPLETED, output);
    }

    void waiting(Arrival arrival, Collection<UUID> enrollments, @Nullable Map<String, ?> output) {
        write(arrival, enrollments.stream().map(id -> new Line(id, Status.WAITING, output, null)).toList());
    }

    private void all(Arrival arrival, Status status, @Nullable Map<String, ?> output) {
        if (arrival.journey().settings().logged()) {
            write(arrival, arrival.enrollments().stream().map(id -> new Line(id, status, output, null)).toList());
        }
    }

    /** Writes or goes on with a row for each line. */
    void write(Arrival arrival, List<Line> lines) {
        if (!arrival.journey().settings().logged() || lines.isEmpty()) {
            return;
        }
        jdbc.sql("""
                with moved as (
                    update enrollment e set current_step = :step,
                        status = case e.status when 'PENDING' then 'IN_PROGRESS' else e.status end
                    where e.id = any(cast(:enrollments as uuid[]))
                        and (e.current_step is distinct from :step or e.status = 'PENDING'))
                insert into execution_log as l (enrollment_id, step, visit, status, input, output, error, started_at,
                    duration_ms)
                select q.enrollment, :step, :visit, q.status, cast(:input as jsonb), cast(q.output as jsonb), q.error,
                    :started, case when q.status in ('WAITING', 'RUNNING') then null
                        else greatest(0, round(extract(epoch from :now - cast(:started as timestamptz)) * 1000)) end
                from unnest(cast(:enrollments as uuid[]), cast(:statuses as text[]), cast(:outputs as text[]),
                    cast(:errors as text[])) as q(enrollment, status, output, error)
                on conflict (enrollment_id, step, visit) do update set status = excluded.status,
                    output = coalesce(excluded.output, l.output), error = excluded.error,
                    duration_ms = case when excluded.duration_ms is null then null
                        else greatest(0, round(extract(epoch from :now - l.started_at) * 1000)) end
                """)
                .param("step", arrival.step().id()).param("visit", arrival.visit())
                .param("input", write(StepInput.of(arrival.step())), Types.VARCHAR)
                .param("started", arrival.at().atOffset(ZoneOffset.UTC))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("enrollments", lines.stream().map(Line::enrollmentId).toArray(UUID[]::new))
                .param("statuses", lines.stream().map(line -> line.status().name()).toArray(String[]::new))
                .param("outputs", lines.stream().map(line -> write(line.output())).toArray(String[]::new))
                .param("errors", lines.stream().map(line -> cut(line.error())).toArray(String[]::new))
                .update();
    }

    Instant now() {
        return clock.instant();
    }

    private static @Nullable String cut(@Nullable String error) {
        if (error == null) {
            return null;
        }
        String storable = error.replace('\0', ' ');
        return storable.length() > LONGEST_ERROR ? storable.substring(0, LONGEST_ERROR) : storable;
    }

    private @Nullable String write(@Nullable Object value) {
        try {
            return value == null ? null : json.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("An output that is no JSON", impossible);
        }
    }
}
