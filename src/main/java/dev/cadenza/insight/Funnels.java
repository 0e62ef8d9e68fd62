package dev.cadenza.insight;

import dev.cadenza.problem.NotFound;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** What became of a campaign's leads and messages, step by step. */
@Component
class Funnels {

    private static final String STEPS = """
            with names as (
                select s ->> 'id' as step, s ->> 'name' as name, o.ordinal
                from journey j, jsonb_array_elements(j.plan -> 'steps') with ordinality as o(s, ordinal)
                where j.id = :journey and (:all or o.s ->> 'type' = 'send')),
            drafts as (
                select step_id as step, sum(created) as drafted, sum(approved) as approved, sum(rejected) as rejected
                from draft_numbers where owner_id = :owner group by step_id),
            sends as (
                select step_id as step, sum(messages) as messages, sum(messages - sent - bounced - failed - unknown
                        - cancelled - suppressed - skipped) as waiting, sum(sent) as sent, sum(delivered) as delivered,
                    sum(opened) as opened, sum(clicked) as clicked, sum(replied) as replied, sum(bounced) as bounced,
                    sum(failed) as failed, sum(unknown) as unknown, sum(cancelled) as cancelled,
                    sum(suppressed) as suppressed, sum(skipped) as skipped
                from message_numbers where owner_id = :owner group by step_id),
            leads as (
                select step_id as step, sum(leads) filter (where status in ('PENDING', 'IN_PROGRESS')) as here,
                    sum(leads) filter (where status = 'UNSUBSCRIBED') as unsubscribed
                from enrollment_numbers where owner_id = :owner group by step_id)
            select row_number() over (order by n.ordinal) as number, n.step, n.name, coalesce(here, 0) as here,
                coalesce(drafted, 0) as drafted, coalesce(approved, 0) as approved, coalesce(rejected, 0) as rejected,
                coalesce(messages, 0) as messages, coalesce(waiting, 0) as waiting, coalesce(sent, 0) as sent,
                coalesce(delivered, 0) as delivered, coalesce(opened, 0) as opened, coalesce(clicked, 0) as clicked,
                coalesce(replied, 0) as replied, coalesce(unsubscribed, 0) as unsubscribed,
                coalesce(bounced, 0) as bounced, coalesce(failed, 0) as failed, coalesce(unknown, 0) as unknown,
                coalesce(cancelled, 0) as cancelled, coalesce(suppressed, 0) as suppressed,
                coalesce(skipped, 0) as skipped
            from names n left join drafts using (step) left join sends using (step) left join leads using (step)
            order by n.ordinal
            """;

    private final JdbcClient jdbc;
    private final Scope scope;

    Funnels(JdbcClient jdbc, Scope scope) {
        this.jdbc = jdbc;
        this.scope = scope;
    }

    /**
     * A campaign's way from its leads to their replies.
     *
     * @param processDefinitionId of the process that it became, to look at in Cockpit; null before the launch
     * @param processInstanceId of its launch
     * @param enrolled leads that were ever enrolled; the sum of {@code outcomes}
     * @param outcomes enrollments by status
     * @param beforeFirst leads underway that no step has reached yet
     */
    record Funnel(UUID campaignId, String name, String status, @Nullable String processDefinitionId,
            @Nullable String processInstanceId, long enrolled, Map<String, Long> outcomes, long beforeFirst,
            List<Step> steps) {
    }

    private record Head(@Nullable UUID journeyId, String name, String status, @Nullable String processDefinitionId,
            @Nullable String processInstanceId) {
    }

    /**
     * One step that sends.
     *
     * @param step its id in the campaign's diagram
     * @param here leads underway that this step was the last to reach
     * @param messages the sum of waiting, sent, bounced, failed, unknown, cancelled, suppressed and skipped
     * @param waiting queued or being handed over
     */
    record Step(long number, String step, @Nullable String name, long here, long drafted, long approved, long rejected,
            long messages, long waiting, long sent, long delivered, long opened, long clicked, long replied,
            long unsubscribed, long bounced, long failed, long unknown, long cancelled, long suppressed,
            long skipped) {
    }

    /** @throws dev.cadenza.problem.NotFound where there is no such campaign, or the user does not see it */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Funnel of(UUID campaignId) {
        scope.require(campaignId);
        Map<String, Long> outcomes = new LinkedHashMap<>();
        jdbc.sql("select status, sum(leads) from enrollment_numbers where owner_id = :campaign group by status"
                        + " having sum(leads) <> 0 order by status").param("campaign", campaignId)
                .query((row, index) -> outcomes.put(row.getString(1), row.getLong(2))).list();
        long before = jdbc.sql("select coalesce(sum(leads), 0) from enrollment_numbers where owner_id = :campaign"
                        + " and step_id = '' and status in ('PENDING', 'IN_PROGRESS')").param("campaign", campaignId)
                .query(Long.class).single();
        Head head = jdbc.sql("select c.journey_id, c.name, c.status, j.process_definition_id, c.process_instance_id"
                        + " from campaign c left join journey j on j.id = c.journey_id where c.id = :campaign")
                .param("campaign", campaignId).query(Head.class).single();
        return new Funnel(campaignId, head.name(), head.status(), head.processDefinitionId(), head.processInstanceId(),
                outcomes.values().stream().mapToLong(Long::longValue).sum(), outcomes, before,
                steps(campaignId, head.journeyId(), false));
    }

    /**
     * All steps of the latest version of what leads of a campaign or workflow go through, those that send nothing too.
     *
     * @throws NotFound where nothing was launched or activated, or the user does not see it
     */
    @Transactional(readOnly = true)
    public List<Step> latest(UUID ownerId) {
        scope.requireVisible(ownerId);
        UUID journey = jdbc.sql("select id from journey where owner_id = :owner order by version desc limit 1")
                .param("owner", ownerId).query(UUID.class).optional()
                .orElseThrow(() -> new NotFound("journey", ownerId));
        return steps(ownerId, journey, true);
    }

    private List<Step> steps(UUID ownerId, @Nullable UUID journeyId, boolean all) {
        return jdbc.sql(STEPS).param("owner", ownerId).param("journey", journeyId, Types.OTHER).param("all", all)
                .query(Step.class).list();
    }
}
