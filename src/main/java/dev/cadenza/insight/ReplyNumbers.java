package dev.cadenza.insight;

import dev.cadenza.platform.PageQuery;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which step of a campaign gets the replies. */
@Component
class ReplyNumbers {

    private final JdbcClient jdbc;
    private final Scope scope;

    ReplyNumbers(JdbcClient jdbc, Scope scope) {
        this.jdbc = jdbc;
        this.scope = scope;
    }

    /**
     * One step that sends.
     *
     * @param number of the step among those that send, from 1
     * @param sent those that bounced since too
     * @param replyRate of those sent, from 0 to 1; null where nothing was sent
     */
    record StepReplies(UUID campaignId, String campaign, long number, String step, @Nullable String name, long sent,
            long replied, @Nullable Double replyRate) {
    }

    /** Steps of a page of launched campaigns, newest first, or of one. */
    @Transactional(readOnly = true)
    public List<StepReplies> of(@Nullable UUID campaignId, PageQuery campaigns) {
        return jdbc.sql("""
                with shown as (
                    select c.id, c.name, c.created_at, j.plan from campaign c join journey j on j.id = c.journey_id
                    where %s order by c.created_at desc, c.id limit :size offset :offset),
                steps as (
                    select c.id, c.name as campaign, c.created_at, s ->> 'id' as step, s ->> 'name' as name,
                        row_number() over (partition by c.id order by o.ordinal) as number
                    from shown c, jsonb_array_elements(c.plan -> 'steps') with ordinality as o(s, ordinal)
                    where o.s ->> 'type' = 'send'),
                numbers as (
                    select owner_id, step_id, sum(sent + bounced) as sent, sum(replied) as replied
                    from message_numbers where owner_id in (select id from shown) group by 1, 2)
                select s.id as campaign_id, s.campaign, s.number, s.step, s.name, coalesce(n.sent, 0) as sent,
                    coalesce(n.replied, 0) as replied,
                    cast(n.replied as float8) / nullif(n.sent, 0) as reply_rate
                from steps s left join numbers n on n.owner_id = s.id and n.step_id = s.step
                order by s.created_at desc, s.id, s.number
                """.formatted(scope.of(campaignId, "c.id")))
                .param("campaign", campaignId).param("size", campaigns.size()).param("offset", campaigns.offset())
                .query(StepReplies.class).list();
    }
}
