package dev.cadenza.insight;

import dev.cadenza.problem.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Counts what happened to the leads and mails of a campaign from their own rows, so the numbers can't differ from what
 * happened, and no send has to update a counter that others wait for.
 */
@Component
class CampaignStatistics {

    private static final String STEPS = """
            with names as (
                select s ->> 'id' as step, s ->> 'name' as name, o.ordinal
                from campaign c join journey j on j.id = c.journey_id,
                     jsonb_array_elements(j.plan -> 'steps') with ordinality as o(s, ordinal)
                where c.id = :campaign and o.s ->> 'type' = 'send'),
            drafts as (
                select step_id as step, count(*) as drafted, count(approved_at) as approved,
                       count(*) filter (where status = 'REJECTED') as rejected
                from draft where owner_id = :campaign group by step_id),
            sends as (
                select step_id as step, count(*) as messages,
                       count(*) filter (where state = 'QUEUED') as queued,
                       count(*) filter (where state in ('CLAIMED', 'SENDING')) as in_flight,
                       count(*) filter (where state = 'SENT') as sent,
                       count(*) filter (where state = 'SENT' and (delivered_at is not null or channel = 'EMAIL'))
                           as delivered,
                       count(opened_at) as opened, count(clicked_at) as clicked, count(replied_at) as replied,
                       count(*) filter (where state = 'BOUNCED') as bounced,
                       count(*) filter (where state = 'FAILED') as failed,
                       count(*) filter (where state = 'UNKNOWN') as unknown,
                       count(*) filter (where state = 'CANCELLED') as cancelled,
                       count(*) filter (where state = 'SUPPRESSED') as suppressed,
                       count(*) filter (where state = 'SKIPPED') as skipped
                from message where owner_id = :campaign and direction = 'OUTBOUND' group by step_id),
            leads as (
                select current_step as step, count(*) filter (where status = 'UNSUBSCRIBED') as unsubscribed
                from enrollment where owner_id = :campaign and current_step is not null group by current_step)
            select n.step, n.name, coalesce(d.drafted, 0) as drafted, coalesce(d.approved, 0) as approved,
                   coalesce(d.rejected, 0) as rejected, coalesce(s.messages, 0) as messages,
                   coalesce(s.queued, 0) as queued, coalesce(s.in_flight, 0) as in_flight,
                   coalesce(s.sent, 0) as sent, coalesce(s.delivered, 0) as delivered,
                   coalesce(s.opened, 0) as opened, coalesce(s.clicked, 0) as clicked,
                   coalesce(s.replied, 0) as replied, coalesce(s.bounced, 0) as bounced,
                   coalesce(l.unsubscribed, 0) as unsubscribed, coalesce(s.failed, 0) as failed,
                   coalesce(s.unknown, 0) as unknown, coalesce(s.cancelled, 0) as cancelled,
                   coalesce(s.suppressed, 0) as suppressed, coalesce(s.skipped, 0) as skipped
            from names n left join drafts d using (step) left join sends s using (step) left join leads l using (step)
            order by n.ordinal
            """;

    private final JdbcClient jdbc;

    CampaignStatistics(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws NotFound where there is no such campaign */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public CampaignStats of(UUID campaignId) {
        if (!jdbc.sql("select exists(select 1 from campaign where id = :campaign)").param("campaign", campaignId)
                .query(Boolean.class).single()) {
            throw new NotFound("campaign", campaignId);
        }
        Map<String, Long> outcomes = new LinkedHashMap<>();
        jdbc.sql("select status, count(*) from enrollment where owner_id = :campaign group by status order by status")
                .param("campaign", campaignId)
                .query((row, index) -> outcomes.put(row.getString(1), row.getLong(2))).list();
        List<CampaignStats.StepStats> steps = jdbc.sql(STEPS).param("campaign", campaignId)
                .query(CampaignStatistics::step).list();
        long enrolled = outcomes.values().stream().mapToLong(Long::longValue).sum();
        return new CampaignStats(campaignId, enrolled, outcomes, steps);
    }

    private static CampaignStats.StepStats step(ResultSet row, int index) throws SQLException {
        return new CampaignStats.StepStats(row.getString("step"), row.getString("name"), row.getLong("drafted"),
                row.getLong("approved"), row.getLong("rejected"), row.getLong("messages"), row.getLong("queued"),
                row.getLong("in_flight"), row.getLong("sent"), row.getLong("delivered"), row.getLong("opened"),
                row.getLong("clicked"), row.getLong("replied"), row.getLong("bounced"), row.getLong("unsubscribed"),
                row.getLong("failed"), row.getLong("unknown"), row.getLong("cancelled"), row.getLong("suppressed"),
                row.getLong("skipped"));
    }
}
