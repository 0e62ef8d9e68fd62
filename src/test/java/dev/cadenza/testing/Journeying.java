package dev.cadenza.testing;

import dev.cadenza.journey.CorrelatorTurn;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What happens to leads on their way, and what a test sees of it. */
@Component
public class Journeying {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final CorrelatorTurn correlator;
    private final Clock clock;

    Journeying(JdbcTemplate jdbc, TransactionTemplate transaction, ApplicationEventPublisher events,
            CorrelatorTurn correlator, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.events = events;
        this.correlator = correlator;
        this.clock = clock;
    }

    /** Publishes the event in a transaction, as its module would. */
    public void happens(Object event) {
        transaction.executeWithoutResult(status -> events.publishEvent(event));
    }

    /** Tells cohorts of their departures. */
    public void correlate() {
        correlator.take();
    }

    /** Stands for the dispatcher: everything queued has gone. */
    public void everythingIsSent(UUID campaign) {
        jdbc.update("update message set state = 'SENT', pending = false, sent_at = ? where owner_id = ?"
                + " and state = 'QUEUED'", Timestamp.from(clock.instant()), campaign);
    }

    public UUID enrollment(UUID campaign, UUID lead) {
        return jdbc.queryForObject("select id from enrollment where owner_id = ? and lead_id = ?", UUID.class,
                campaign, lead);
    }

    /** Messages by step, such as {@code mail-1:3}, those that were cancelled too. */
    public List<String> queued(UUID campaign) {
        return counted("select step_id || ':' || count(*) from message where owner_id = ? group by step_id"
                + " order by step_id", campaign);
    }

    /** Messages by state. */
    public List<String> states(UUID campaign) {
        return counted("select state || ':' || count(*) from message where owner_id = ? group by state order by state",
                campaign);
    }

    /** Enrollments by status. */
    public List<String> statuses(UUID campaign) {
        return counted("select status || ':' || count(*) from enrollment where owner_id = ? group by status"
                + " order by status", campaign);
    }

    public List<Instant> scheduled(UUID campaign) {
        return jdbc.queryForList("select scheduled_for from message where owner_id = ? order by scheduled_for",
                Timestamp.class, campaign).stream().map(Timestamp::toInstant).toList();
    }

    public long waitingDepartures(UUID campaign) {
        return jdbc.queryForObject("select count(*) from departure d join enrollment e on e.id = d.enrollment_id"
                + " where e.owner_id = ?", Long.class, campaign);
    }

    public void rejectOneDraft(UUID campaign) {
        jdbc.update("update draft set status = 'REJECTED', rejection_reason = 'test' where id ="
                + " (select id from draft where owner_id = ? and status = 'DRAFT' order by id limit 1)", campaign);
    }

    public void stop(UUID lead) {
        jdbc.update("update lead set stopped_automation = true where id = ?", lead);
    }

    public void suppress(UUID lead) {
        jdbc.update("insert into suppression(id, channel, address, reason, created_at)"
                + " select ?, 'EMAIL', email, 'MANUAL', ? from lead where id = ?", UUID.randomUUID(),
                Timestamp.from(clock.instant()), lead);
    }

    public void withoutEmail(UUID lead) {
        jdbc.update("update lead set email = null, phone = '+4930' || abs(hashtext(id::text)) where id = ?", lead);
    }

    public void livesIn(UUID lead, String timezone) {
        jdbc.update("update lead set timezone = ? where id = ?", timezone, lead);
    }

    private List<String> counted(String sql, UUID campaign) {
        return jdbc.queryForList(sql, String.class, campaign);
    }
}
