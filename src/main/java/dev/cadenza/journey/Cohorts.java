package dev.cadenza.journey;

import dev.cadenza.platform.Ids;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The rows behind cohorts: which leads travel together, how long they have waited, whether anybody is left. Every
 * method is one or two statements for the whole cohort and joins the caller's transaction.
 */
@Component
class Cohorts {

    private static final String ACTIVE = "e.cohort_id = :cohort and e.status in ('PENDING', 'IN_PROGRESS')";

    private final JdbcClient jdbc;
    private final Clock clock;

    Cohorts(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** One lead of a cohort as a send step sees it. @param readyAt when its latest message went, or it was enrolled */
    record Traveller(UUID enrollmentId, UUID leadId, @Nullable UUID lastMessage, Instant readyAt) {
    }

    /** Opens cohorts with these ids for leads who come into the journey. A timezone is null where leads have none. */
    void open(UUID journeyId, List<UUID> ids, List<@Nullable String> timezones) {
        jdbc.sql("""
                insert into cohort(id, journey_id, timezone, created_at)
                select q.id, :journey, q.zone, :at from unnest(cast(:ids as uuid[]), cast(:zones as text[])) as q(id, zone)
                """)
                .param("journey", journeyId).param("at", now()).param("ids", ids.toArray(UUID[]::new))
                .param("zones", timezones.toArray(String[]::new)).update();
    }

    /** Opens a cohort for leads of another one, who have come the same way until now. */
    UUID open(UUID splitFrom) {
        UUID id = Ids.next();
        open(splitFrom, List.of(id));
        return id;
    }

    /** The same for many. */
    void open(UUID splitFrom, List<UUID> ids) {
        jdbc.sql("""
                insert into cohort(id, journey_id, split_from, timezone, waited_seconds, anchored_at, visits, created_at)
                select q.id, c.journey_id, c.id, c.timezone, c.waited_seconds, c.anchored_at, c.visits, :at
                from cohort c cross join unnest(cast(:ids as uuid[])) as q(id) where c.id = :from
                """)
                .param("from", splitFrom).param("ids", ids.toArray(UUID[]::new)).param("at", now()).update();
    }

    void started(UUID cohortId, String processInstanceId) {
        jdbc.sql("update cohort set process_instance_id = :instance where id = :cohort")
                .param("instance", processInstanceId).param("cohort", cohortId).update();
    }

    /** Process instance by cohort. */
    void started(Map<UUID, String> instances) {
        jdbc.sql("""
                update cohort c set process_instance_id = q.instance
                from unnest(cast(:ids as uuid[]), cast(:instances as text[])) as q(id, instance) where c.id = q.id
                """)
                .param("ids", instances.keySet().toArray(UUID[]::new))
                .param("instances", instances.values().toArray(String[]::new)).update();
    }

    /** Removes cohorts that nobody came into. */
    void discard(Collection<UUID> cohortIds) {
        jdbc.sql("delete from cohort where id = any(cast(:ids as uuid[]))")
                .param("ids", cohortIds.toArray(UUID[]::new)).update();
    }

    /**
     * How long a cohort has waited.
     *
     * @param since what that counts from; null for each lead's latest message
     */
    record Waited(Duration time, @Nullable Instant since) {

        boolean nothing() {
            return time.isZero() && since == null;
        }
    }

    Waited waited(UUID cohortId) {
        return jdbc.sql("select waited_seconds, anchored_at from cohort where id = :cohort").param("cohort", cohortId)
                .query((row, index) -> new Waited(Duration.ofSeconds(row.getLong(1)),
                        row.getTimestamp(2) == null ? null : row.getTimestamp(2).toInstant())).single();
    }

    void waited(UUID cohortId, Duration more) {
        jdbc.sql("update cohort set waited_seconds = waited_seconds + :more where id = :cohort")
                .param("more", more.toSeconds()).param("cohort", cohortId).update();
    }

    /** Something happened to the leads that is no message: what they wait next counts from now. */
    void anchor(UUID cohortId) {
        jdbc.sql("update cohort set anchored_at = :at, waited_seconds = 0 where id = :cohort")
                .param("at", now()).param("cohort", cohortId).update();
    }

    /** The leads of the cohort are in this timezone. */
    void livesIn(UUID cohortId, String zone) {
        jdbc.sql("update cohort set timezone = :zone where id = :cohort").param("zone", zone).param("cohort", cohortId)
                .update();
    }

    Optional<String> zone(UUID cohortId) {
        return jdbc.sql("select timezone from cohort where id = :cohort and timezone is not null")
                .param("cohort", cohortId).query(String.class).optional();
    }

    /** The leads come to an element of their journey. @return which time it is, from 1 */
    int visit(UUID cohortId, String element) {
        return jdbc.sql("""
                update cohort set visits = visits || jsonb_build_object(cast(:element as text),
                    coalesce(cast(visits ->> cast(:element as text) as integer), 0) + 1)
                where id = :cohort returning cast(visits ->> cast(:element as text) as integer)
                """).param("element", element).param("cohort", cohortId).query(Integer.class).single();
    }

    /** The leads come to an element once more without having gone on from it: that counts as one time. */
    void stays(UUID cohortId, String element) {
        jdbc.sql("""
                update cohort set visits = visits || jsonb_build_object(cast(:element as text),
                    cast(visits ->> cast(:element as text) as integer) - 1)
                where id = :cohort and visits ->> cast(:element as text) is not null
                """).param("element", element).param("cohort", cohortId).update();
    }

    /** How often the leads have been through a step that counts them when they go on. */
    int passed(UUID cohortId, String element) {
        return jdbc.sql("select coalesce(cast(visits ->> cast(:element as text) as integer), 0) from cohort"
                + " where id = :cohort").param("element", element).param("cohort", cohortId).query(Integer.class).single();
    }

    /** The leads go on from such a step. */
    void passes(UUID cohortId, String element, Journey journey) {
        if (journey.loops()) {
            visit(cohortId, element);
        }
    }

    /** Which time the leads are there, from 1. */
    int visits(UUID cohortId, String element) {
        return jdbc.sql("select coalesce(cast(visits ->> cast(:element as text) as integer), 1) from cohort"
                + " where id = :cohort").param("element", element).param("cohort", cohortId).query(Integer.class).single();
    }

    /**
     * The leads that are still here, locked. A reply that comes at this moment waits for this transaction and then
     * finds what it queued; one that came before has taken its lead out.
     */
    List<Traveller> lockTravellers(UUID cohortId) {
        return jdbc.sql("""
                select e.id, e.lead_id, e.last_message, coalesce(m.sent_at, m.scheduled_for, e.enrolled_at) as ready_at
                from enrollment e left join message m on m.id = e.last_message
                where %s order by e.id for no key update of e""".formatted(ACTIVE))
                .param("cohort", cohortId)
                .query((row, index) -> new Traveller(row.getObject("id", UUID.class),
                        row.getObject("lead_id", UUID.class), row.getObject("last_message", UUID.class),
                        row.getTimestamp("ready_at").toInstant()))
                .list();
    }

    /**
     * The earliest moment at which one of the leads has waited since its latest message as long as the cohort has. One
     * whose message has not gone yet has not begun to wait; where it should have gone long ago it is not asked about
     * every few seconds.
     */
    Optional<Instant> earliestReady(UUID cohortId) {
        return jdbc.sql("""
                select min(coalesce(c.anchored_at, case when m.pending then greatest(m.scheduled_for,
                    :now + least(:now - m.scheduled_for, interval '15 minutes')) end, m.sent_at, m.scheduled_for, e.enrolled_at) + make_interval(secs => c.waited_seconds))
                from enrollment e join cohort c on c.id = e.cohort_id left join message m on m.id = e.last_message
                where %s""".formatted(ACTIVE))
                .param("now", now()).param("cohort", cohortId)
                .query((row, index) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    /** The leads who will not have waited so long until then: their latest message went later, or is still to go. */
    List<UUID> late(UUID cohortId, Duration wait, Instant until) {
        return jdbc.sql("""
                select e.id from enrollment e join cohort c on c.id = e.cohort_id join message m on m.id = e.last_message
                where %s and c.anchored_at is null and (m.pending or coalesce(m.sent_at, m.scheduled_for)
                    + make_interval(secs => c.waited_seconds + :wait) > :until)
                order by e.id""".formatted(ACTIVE))
                .param("cohort", cohortId).param("wait", wait.toSeconds())
                .param("until", until.atOffset(ZoneOffset.UTC)).query(UUID.class).list();
    }

    /** All its leads have become part of another cohort: its process instance is told that nobody is left. */
    void emptied(UUID cohortId) {
        jdbc.sql("""
                insert into departure(enrollment_id, cohort_id, reason, created_at)
                values (:nobody, :cohort, 'MOVED', :at)
                """).param("nobody", Ids.next()).param("cohort", cohortId).param("at", now()).update();
    }

    boolean empty(UUID cohortId) {
        return !jdbc.sql("select exists(select 1 from enrollment e where %s)".formatted(ACTIVE))
                .param("cohort", cohortId).query(Boolean.class).single();
    }

    /** The step did something for these leads; {@code messages} holds what it queued, in the same order. */
    void advanced(String stepId, List<UUID> enrollments, List<UUID> messages) {
        jdbc.sql("""
                update enrollment e set status = 'IN_PROGRESS', current_step = :step, last_message = q.message
                from unnest(cast(:enrollments as uuid[]), cast(:messages as uuid[])) as q(id, message)
                where e.id = q.id
                """)
                .param("step", stepId)
                .param("enrollments", enrollments.toArray(UUID[]::new))
                .param("messages", messages.toArray(UUID[]::new))
                .update();
    }

    /** The leads have messages since they waited: what they wait next counts from those. */
    void waitsAnew(UUID cohortId) {
        jdbc.sql("update cohort set waited_seconds = 0, anchored_at = null where id = :cohort")
                .param("cohort", cohortId).update();
    }

    void move(Collection<UUID> enrollments, UUID toCohort) {
        jdbc.sql("update enrollment set cohort_id = :cohort where id = any(cast(:ids as uuid[]))")
                .param("cohort", toCohort).param("ids", enrollments.toArray(UUID[]::new)).update();
    }

    /** Moves each enrollment into the cohort that it maps to. */
    void move(Map<UUID, UUID> cohortByEnrollment) {
        jdbc.sql("""
                update enrollment e set cohort_id = q.cohort
                from unnest(cast(:ids as uuid[]), cast(:cohorts as uuid[])) as q(id, cohort) where e.id = q.id
                """).param("ids", cohortByEnrollment.keySet().toArray(UUID[]::new))
                .param("cohorts", cohortByEnrollment.values().toArray(UUID[]::new)).update();
    }

    /**
     * The process instance is over; the cohort's messages are looked at once the last of them should have gone. Those of
     * workflows are not looked at.
     */
    void ended(UUID cohortId) {
        jdbc.sql("""
                update cohort c set ended_at = :at, settle_at = greatest(:at, (
                        select max(m.scheduled_for) from enrollment e join message m on m.id = e.last_message
                        where e.cohort_id = :cohort and m.pending)),
                    settled_at = case when cast(j.settings ->> 'logged' as boolean) then :at end
                from journey j where j.id = c.journey_id and c.id = :cohort and c.ended_at is null
                """)
                .param("at", now()).param("cohort", cohortId).update();
    }

    /**
     * The process instance is over, and with it the passage of its leads: what they were sent is not waited for.
     *
     * @return who was still there
     */
    List<UUID> finished(UUID cohortId, EnrollmentStatus status) {
        List<UUID> through = jdbc.sql("""
                update enrollment e set status = :status, completed_at = :at where %s returning e.id
                """.formatted(ACTIVE))
                .param("status", status.name()).param("at", now()).param("cohort", cohortId).query(UUID.class).list();
        jdbc.sql("""
                update cohort set ended_at = :at, settle_at = :at, settled_at = :at where id = :cohort and ended_at is null
                """).param("at", now()).param("cohort", cohortId).update();
        return through;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
