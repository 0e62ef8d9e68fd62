package dev.cadenza.lead;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.problem.NotFound;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Whether a lead gets anything from campaigns and workflows at all. */
@Component
public class LeadAutomation {

    private final JdbcTemplate jdbc;
    private final ApplicationEventPublisher events;
    private final ActivityLog activity;
    private final Clock clock;

    LeadAutomation(JdbcTemplate jdbc, ApplicationEventPublisher events, ActivityLog activity, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.activity = activity;
        this.clock = clock;
    }

    /**
     * Ends everything that runs for the lead and lets nothing new begin. Publishes {@link AutomationStopped}, unless
     * it was stopped already.
     *
     * @return true where it was not stopped before
     * @throws NotFound where there is no such lead
     */
    @Transactional
    public boolean stop(UUID leadId) {
        Instant now = clock.instant();
        boolean changed = set(leadId, true, now);
        if (changed) {
            events.publishEvent(new AutomationStopped(leadId, now));
        }
        return changed;
    }

    /**
     * Lets new campaigns and workflows reach the lead. What was ended stays ended.
     *
     * @return true where it was stopped before
     * @throws NotFound where there is no such lead
     */
    @Transactional
    public boolean resume(UUID leadId) {
        return set(leadId, false, clock.instant());
    }

    private boolean set(UUID leadId, boolean stopped, Instant now) {
        int changed = jdbc.update("update lead set stopped_automation = ?, updated_at = ?, version = version + 1"
                + " where id = ? and stopped_automation <> ?", stopped, Timestamp.from(now), leadId, stopped);
        if (changed == 0 && jdbc.queryForList("select 1 from lead where id = ?", leadId).isEmpty()) {
            throw new NotFound("lead", leadId);
        }
        if (changed > 0) {
            activity.record(stopped ? Action.AUTOMATION_STOPPED : Action.AUTOMATION_RESUMED, leadId, Map.of());
        }
        return changed > 0;
    }
}
