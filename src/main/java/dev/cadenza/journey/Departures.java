package dev.cadenza.journey;

import dev.cadenza.draft.Drafts;
import dev.cadenza.lead.AutomationStopped;
import dev.cadenza.lead.LeadProgress;
import dev.cadenza.message.MessageEvents;
import dev.cadenza.message.Outbox;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Leads that leave their journeys. What leaving means takes effect here and at once, in the transaction that recorded
 * the reason: the enrollment ends and its unsent messages are cancelled. The cohort's process instance is told
 * afterwards, in bundles, by {@link DepartureCorrelator}; the row in {@code departure} keeps that from being forgotten.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Departures {

    /** A passage is not over for its lead before its last message has gone, though it may be through all steps. */
    static final String UNFINISHED = """
            (e.status in ('PENDING', 'IN_PROGRESS') or e.status = 'COMPLETED'
                and exists (select 1 from message m where m.enrollment_id = e.id and m.pending))""";

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Drafts drafts;
    private final LeadProgress leads;
    private final Clock clock;

    Departures(JdbcClient jdbc, Outbox outbox, Drafts drafts, LeadProgress leads,
            Clock clock) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.drafts = drafts;
        this.leads = leads;
        this.clock = clock;
    }

    @EventListener
    void on(MessageEvents.Replied reply) {
        leads.replied(reply.leadId());
        if (reply.enrollmentId() == null) {
            return;
        }
        leave(leavingByReply(reply.enrollmentId()), EnrollmentStatus.REPLIED, "the lead replied", reply.at());
        jdbc.sql("""
                update enrollment set replied_at = :at where id = :id and replied_at is null returning last_message""")
                .param("at", reply.at().atOffset(ZoneOffset.UTC)).param("id", reply.enrollmentId())
                .query((row, index) -> Optional.ofNullable(row.getObject(1, UUID.class))).optional()
                .ifPresent(latest -> outbox.replied(reply.messageId(), latest.orElse(null), reply.at()));
    }

    @EventListener
    void on(MessageEvents.HardBounced bounce) {
        leave(openOf(bounce.leadId(), bounce.enrollmentId()), EnrollmentStatus.BOUNCED,
                bounce.address() + " does not exist", bounce.at());
    }

    @EventListener
    void on(MessageEvents.Unsubscribed wish) {
        leave(openOf(wish.leadId(), wish.enrollmentId()), EnrollmentStatus.UNSUBSCRIBED, "the lead unsubscribed",
                wish.at());
    }

    @EventListener
    void on(MessageEvents.Complained complaint) {
        leave(openOf(complaint.leadId(), complaint.enrollmentId()), EnrollmentStatus.STOPPED,
                "the lead reported our mail as spam", complaint.at());
    }

    @EventListener
    void on(AutomationStopped stop) {
        leave(openOf(stop.leadId(), null), EnrollmentStatus.STOPPED, "automation was stopped for the lead", stop.at());
    }

    /** A reviewer rejected the drafts of these enrollments. */
    void rejected(Collection<UUID> enrollments) {
        leave(enrollments, EnrollmentStatus.REJECTED, "a reviewer rejected the draft", clock.instant());
    }

    /** What the journey is for has happened to these, wherever they are. */
    void reachedGoal(Collection<UUID> enrollments, String goal) {
        leave(enrollments, EnrollmentStatus.GOAL_REACHED, "the goal '" + goal + "' is reached", clock.instant());
    }

    /** These went round a loop as often as a lead may. */
    void stopped(Collection<UUID> enrollments, String reason) {
        leave(enrollments, EnrollmentStatus.STOPPED, reason, clock.instant());
    }

    /** Everybody who is still in one of the owner's journeys. Their process instances are the caller's to end. */
    int cancelAll(UUID ownerId, String reason) {
        int left = jdbc.sql("""
                with gone as (
                    update enrollment set status = 'CANCELLED', completed_at = :at, reason = :reason
                    where owner_id = :owner and completed_at is null and status in ('PENDING', 'IN_PROGRESS')
                    returning id),
                unawaited as (delete from awaited a using gone g where a.enrollment_id = g.id),
                closed as (
                    update execution_log l set status = 'SKIPPED' from gone g
                    where l.enrollment_id = g.id and l.status in ('RUNNING', 'WAITING', 'FAILED'))
                select count(*) from gone
                """).param("owner", ownerId).param("reason", reason)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC)).query(Integer.class).single();
        outbox.cancelForOwner(ownerId, reason);
        return left;
    }

    /** The enrollment that a reply ends; none where its journey deals with replies by itself. */
    private List<UUID> leavingByReply(UUID enrollmentId) {
        return jdbc.sql("""
                select e.id from enrollment e join journey j on j.id = e.journey_id
                where e.id = :id and not coalesce(cast(j.settings ->> 'stays' as boolean), false)
                """).param("id", enrollmentId).query(UUID.class).list();
    }

    private void leave(Collection<UUID> enrollments, EnrollmentStatus status, String reason, Instant at) {
        if (enrollments.isEmpty()) {
            return;
        }
        List<UUID> left = jdbc.sql("""
                with gone as (
                    update enrollment e set status = :status, completed_at = :at, reason = :reason
                    where e.id = any(cast(:ids as uuid[])) and %s
                    returning e.id, e.cohort_id),
                told as (
                    insert into departure(enrollment_id, cohort_id, reason, created_at)
                    select g.id, g.cohort_id, :status, :at from gone g join cohort c on c.id = g.cohort_id
                    where c.ended_at is null),
                unawaited as (delete from awaited a using gone g where a.enrollment_id = g.id),
                closed as (
                    update execution_log l set status = 'SKIPPED' from gone g
                    where l.enrollment_id = g.id and l.status in ('RUNNING', 'WAITING', 'FAILED'))
                select id from gone
                """.formatted(UNFINISHED))
                .param("status", status.name()).param("reason", reason).param("at", at.atOffset(ZoneOffset.UTC))
                .param("ids", enrollments.toArray(UUID[]::new))
                .query(UUID.class).list();
        if (!left.isEmpty()) {
            outbox.cancelForEnrollments(left, reason);
            drafts.withdraw(left, reason);
        }
    }

    private List<UUID> openOf(@Nullable UUID leadId,
            @Nullable UUID enrollmentId) {
        return jdbc.sql("""
                select e.id from enrollment e where (e.lead_id = :lead or e.id = :enrollment) and %s order by e.id
                """.formatted(UNFINISHED)).param("lead", leadId, Types.OTHER).param("enrollment", enrollmentId, Types.OTHER)
                .query(UUID.class).list();
    }
}
