package dev.cadenza.journey;

import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What became of calls outside, a row for each lead and visit of a step. Each method commits by itself, or joins who
 * settles. A call that began and has no outcome, because its node died, is made again with the same key.
 */
@Component
class CallLedger {

    private static final int LONGEST_ERROR = 1_000;

    private final JdbcClient jdbc;
    private final Clock clock;

    CallLedger(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    enum State { CALLING, DONE, FAILED, REFUSED }

    /** A call that is to be made now. @param attempt from 1 */
    record Due(UUID enrollmentId, UUID leadId, UUID key, int attempt) {
    }

    record Entry(State state, int attempts, @Nullable String error, @Nullable Instant nextAt) {
    }

    /**
     * Begins the calls of a cohort that are due. Done are left out, and those whose pause is not over. Those that were
     * refused, or tried as often as they may be, are due: a task with such leads is given out again by a person only.
     */
    @Transactional
    public List<Due> begin(UUID cohort, String step, int visit, int tries) {
        return jdbc.sql("""
                with here as (
                    select e.id, e.lead_id from enrollment e
                    where e.cohort_id = :cohort and e.status in ('PENDING', 'IN_PROGRESS')),
                begun as (
                    insert into step_call as c (enrollment_id, step, visit, call_key, state, attempts, called_at)
                    select h.id, :step, :visit, gen_random_uuid(), 'CALLING', 1, :now from here h order by h.id
                    on conflict (enrollment_id, step, visit) do update
                        set state = 'CALLING', attempts = c.attempts + 1, called_at = :now, next_at = null
                        where c.state in ('CALLING', 'REFUSED') or c.state = 'FAILED'
                            and (coalesce(c.next_at, :now) <= :now or c.attempts >= :tries)
                    returning enrollment_id, call_key, attempts)
                select b.enrollment_id, h.lead_id, b.call_key, b.attempts from begun b join here h on h.id = b.enrollment_id
                order by b.enrollment_id
                """).param("cohort", cohort).param("step", step).param("visit", visit).param("now", now())
                .param("tries", tries)
                .query((row, index) -> new Due(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
                        row.getObject(3, UUID.class), row.getInt(4))).list();
    }

    /** The call was answered: the answer and that it is done stand together. Nothing is kept about an erased lead. */
    @Transactional
    public void done(Due call, String step, int visit, StepCall.Answer answer) {
        jdbc.sql("""
                with called as (
                    update step_call set state = 'DONE', error = :note
                    where enrollment_id = :enrollment and step = :step and visit = :visit)
                insert into step_answer(enrollment_id, step, body, answered_at)
                select e.id, :step, cast(:body as jsonb), :now from enrollment e
                where e.id = :enrollment and e.lead_id = :lead for share of e
                on conflict (enrollment_id, step) do update set body = excluded.body, answered_at = excluded.answered_at
                """).param("note", answer.note()).param("enrollment", call.enrollmentId()).param("lead", call.leadId())
                .param("step", step)
                .param("visit", visit).param("body", answer.body().toString()).param("now", now()).update();
    }

    /** There is no answer. @param nextAt when to ask again; null where that can't help */
    @Transactional
    public void failed(UUID enrollment, String step, int visit, String error, @Nullable Instant nextAt) {
        String storable = error.replace('\0', ' ');
        jdbc.sql("""
                update step_call set state = :state, error = :error, next_at = cast(:next as timestamptz)
                where enrollment_id = :enrollment and step = :step and visit = :visit and state = 'CALLING'
                """).param("state", (nextAt == null ? State.REFUSED : State.FAILED).name())
                .param("error", storable.length() > LONGEST_ERROR ? storable.substring(0, LONGEST_ERROR) : storable)
                .param("next", nextAt == null ? null : nextAt.toString(), Types.VARCHAR)
                .param("enrollment", enrollment).param("step", step).param("visit", visit).update();
    }

    Map<UUID, Entry> entries(Collection<UUID> enrollments, String step, int visit) {
        Map<UUID, Entry> entries = new HashMap<>();
        jdbc.sql("""
                select enrollment_id, state, attempts, error, next_at from step_call
                where enrollment_id = any(cast(:ids as uuid[])) and step = :step and visit = :visit
                """).param("ids", enrollments.toArray(UUID[]::new)).param("step", step).param("visit", visit)
                .query(row -> {
                    entries.put(row.getObject(1, UUID.class), new Entry(State.valueOf(row.getString(2)), row.getInt(3),
                            row.getString(4), row.getTimestamp(5) == null ? null : row.getTimestamp(5).toInstant()));
                });
        return entries;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
