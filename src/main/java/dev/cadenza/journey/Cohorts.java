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

    UUID open(UUID journeyId, @Nullable UUID splitFrom, @Nullable String timezone, long waitedSeconds) {
        UUID id = Ids.next();
        jdbc.sql("""
                insert into cohort(id, journey_id, split_from, timezone, waited_seconds, created_at)
                values (:id, :journey, :from, :zone, :waited, :at)
                """)
                .param("id", id).param("journey", journeyId).param("from", splitFrom).param("zone", timezone)
                .param("waited", waitedSeconds).param("at", now()).update();
        return id;
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

    long waitedSeconds(UUID cohortId) {
        return jdbc.sql("select waited_seconds from cohort where id = :cohort").param("cohort", cohortId)
                .query(Long.class).single();
    }

    void waited(UUID cohortId, Duration more) {
        jdbc.sql("update cohort set waited_seconds = waited_seconds + :more where id = :cohort")
                .param("more", more.toSeconds()).param("cohort", cohortId).update();
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

    /** The earliest moment at which one of the leads has waited since its latest message as long as the cohort has. */
    Optional<Instant> earliestReady(UUID cohortId) {
        return jdbc.sql("""
                select min(coalesce(m.sent_at, m.scheduled_for, e.enrolled_at) + make_interval(secs => c.waited_seconds))
                from enrollment e join cohort c on c.id = e.cohort_id left join message m on m.id = e.last_message
                where %s""".formatted(ACTIVE))
                .param("cohort", cohortId)
                .query((row, index) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
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
        jdbc.sql("update cohort set waited_seconds = 0 where id = :cohort").param("cohort", cohortId).update();
    }

    void move(Collection<UUID> enrollments, UUID toCohort) {
        jdbc.sql("update enrollment set cohort_id = :cohort where id = any(cast(:ids as uuid[]))")
                .param("cohort", toCohort).param("ids", enrollments.toArray(UUID[]::new)).update();
    }

    /** The process instance is over; the cohort's messages are looked at once the last of them should have gone. */
    void ended(UUID cohortId) {
        jdbc.sql("""
                update cohort set ended_at = :at, settle_at = greatest(:at, (
                    select max(m.scheduled_for) from enrollment e join message m on m.id = e.last_message
                    where e.cohort_id = :cohort and m.pending))
                where id = :cohort and ended_at is null
                """)
                .param("at", now()).param("cohort", cohortId).update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
