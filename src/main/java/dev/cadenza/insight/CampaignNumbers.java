package dev.cadenza.insight;

import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** How far campaigns are: one line each. */
@Component
class CampaignNumbers {

    private final JdbcClient jdbc;
    private final Scope scope;

    CampaignNumbers(JdbcClient jdbc, Scope scope) {
        this.jdbc = jdbc;
        this.scope = scope;
    }

    /**
     * One campaign.
     *
     * @param processDefinitionId of the process that it became, to look at in Cockpit; null before the launch
     * @param enrolled leads that were ever enrolled
     * @param underway those that have not finished
     * @param messages queued ever
     * @param waiting queued or being handed over
     * @param replied messages with a reply
     */
    record Progress(UUID id, String name, String status, @Nullable String processDefinitionId,
            @Nullable String processInstanceId, @Nullable Instant startedAt, @Nullable Instant endedAt,
            Instant createdAt, long enrolled, long underway, long messages, long waiting, long sent, long opened,
            long clicked, long replied, long bounced, long failed, long unknown) {
    }

    /** Newest first. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public PageResponse<Progress> page(@Nullable String status, PageQuery query) {
        String where = "(cast(:status as text) is null or c.status = :status) and " + scope.visible("c.id");
        List<Progress> content = jdbc.sql("""
                with shown as (
                    select c.*, j.process_definition_id from campaign c left join journey j on j.id = c.journey_id
                    where %s order by c.created_at desc, c.id limit :size offset :offset),
                leads as (
                    select owner_id, sum(leads) as enrolled,
                        sum(leads) filter (where status in ('PENDING', 'IN_PROGRESS')) as underway
                    from enrollment_numbers where owner_id in (select id from shown) group by owner_id),
                sends as (
                    select owner_id, sum(messages) as messages, sum(messages - sent - bounced - failed - unknown
                            - cancelled - suppressed - skipped) as waiting, sum(sent) as sent, sum(opened) as opened,
                        sum(clicked) as clicked, sum(replied) as replied, sum(bounced) as bounced,
                        sum(failed) as failed, sum(unknown) as unknown
                    from message_numbers where owner_id in (select id from shown) group by owner_id)
                select s.id, s.name, s.status, s.process_definition_id, s.process_instance_id, s.started_at, s.ended_at,
                    s.created_at, coalesce(enrolled, 0) as enrolled, coalesce(underway, 0) as underway,
                    coalesce(messages, 0) as messages, coalesce(waiting, 0) as waiting, coalesce(sent, 0) as sent,
                    coalesce(opened, 0) as opened, coalesce(clicked, 0) as clicked, coalesce(replied, 0) as replied,
                    coalesce(bounced, 0) as bounced, coalesce(failed, 0) as failed, coalesce(unknown, 0) as unknown
                from shown s left join leads l on l.owner_id = s.id left join sends m on m.owner_id = s.id
                order by s.created_at desc, s.id
                """.formatted(where))
                .param("status", status).param("size", query.size()).param("offset", query.offset())
                .query(Progress.class).list();
        long total = jdbc.sql("select count(*) from campaign c where " + where).param("status", status)
                .query(Long.class).single();
        return PageResponse.of(content, query.page(), query.size(), total);
    }
}
