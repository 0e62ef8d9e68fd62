package dev.cadenza.journey;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Completes the enrollments of cohorts that have been through all steps, once their messages have an outcome. A cohort
 * whose messages still wait in the outbox is looked at again later.
 */
@Component
class Settling {

    private static final int COHORTS_A_TURN = 50;
    private static final Duration SOONEST = Duration.ofSeconds(2);
    private static final Duration LATEST = Duration.ofMinutes(5);

    private final JdbcClient jdbc;
    private final Clock clock;

    Settling(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Settles what is due for one owner. Joins the caller's transaction. */
    void settle(UUID ownerId) {
        OffsetDateTime now = now();
        List<UUID> due = jdbc.sql("""
                select c.id from cohort c join journey j on j.id = c.journey_id
                where j.owner_id = :owner and c.settled_at is null and c.ended_at is not null and c.settle_at <= :now
                order by c.settle_at limit :most for update of c skip locked
                """).param("owner", ownerId).param("now", now).param("most", COHORTS_A_TURN)
                .query(UUID.class).list();
        due.forEach(cohort -> settle(cohort, now));
    }

    private void settle(UUID cohort, OffsetDateTime now) {
        // An outcome nobody knows counts as gone: the message may have arrived.
        jdbc.sql("""
                update enrollment e set completed_at = :now, status = o.status, reason = o.reason
                from (select e2.id,
                             case when count(m.id) = 0 then 'REJECTED'
                                  when bool_or(m.state in ('SENT', 'UNKNOWN', 'BOUNCED')) then 'COMPLETED'
                                  when bool_or(m.state = 'FAILED') then 'FAILED'
                                  else 'STOPPED' end as status,
                             case when count(m.id) = 0 then 'nothing was approved for the lead'
                                  when bool_or(m.state in ('SENT', 'UNKNOWN', 'BOUNCED')) then null
                                  else min(m.error) end as reason
                      from enrollment e2
                      left join message m on m.enrollment_id = e2.id and m.direction = 'OUTBOUND'
                      where e2.cohort_id = :cohort and e2.status in ('PENDING', 'IN_PROGRESS')
                      group by e2.id
                      having not coalesce(bool_or(m.state in ('QUEUED', 'CLAIMED', 'SENDING')), false)) o
                where e.id = o.id
                """).param("now", now).param("cohort", cohort).update();
        jdbc.sql("""
                update cohort c set
                    settled_at = case when o.open = 0 then :now end,
                    settle_at = case when o.open = 0 then c.settle_at
                        else greatest(:soonest, least(o.latest, :latest)) end
                from (select count(*) as open, max(m.scheduled_for) as latest
                      from enrollment e left join message m on m.id = e.last_message
                      where e.cohort_id = :cohort and e.status in ('PENDING', 'IN_PROGRESS')) o
                where c.id = :cohort
                """).param("now", now).param("soonest", now.plus(SOONEST)).param("latest", now.plus(LATEST))
                .param("cohort", cohort).update();
    }

    /**
     * When the owner's cohorts are worth looking at again: when the next of them should be through, but no later than
     * a tenth of the journey's age from now. Who has just launched something looks often; a campaign of weeks is looked
     * at every few minutes.
     */
    Instant nextLook(UUID ownerId) {
        Instant now = clock.instant();
        Instant latest = jdbc.sql("select min(created_at) from journey where owner_id = :owner").param("owner", ownerId)
                .query(OffsetDateTime.class).optional().map(OffsetDateTime::toInstant)
                .map(start -> now.plus(Duration.between(start, now).dividedBy(10)))
                .filter(tenth -> tenth.isBefore(now.plus(LATEST))).orElse(now.plus(LATEST));
        Instant due = jdbc.sql("""
                select min(c.settle_at) from cohort c join journey j on j.id = c.journey_id
                where j.owner_id = :owner and c.settled_at is null and c.ended_at is not null
                """).param("owner", ownerId).query(OffsetDateTime.class).optional()
                .map(OffsetDateTime::toInstant).orElse(latest);
        Instant soonest = now.plus(SOONEST);
        Instant next = due.isBefore(latest) ? due : latest;
        return next.isBefore(soonest) ? soonest : next;
    }

    /** True when every cohort that was ever started for the owner is settled. */
    boolean allSettled(UUID ownerId) {
        return !jdbc.sql("""
                select exists(select 1 from cohort c join journey j on j.id = c.journey_id
                              where j.owner_id = :owner and c.settled_at is null)
                """).param("owner", ownerId).query(Boolean.class).single();
    }

    /** The journey's cohorts are over without having come to an end of their own. */
    void abandon(UUID journeyId) {
        jdbc.sql("""
                update cohort set ended_at = coalesce(ended_at, :now), settled_at = :now, settle_at = :now
                where journey_id = :journey and settled_at is null
                """).param("now", now()).param("journey", journeyId).update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
