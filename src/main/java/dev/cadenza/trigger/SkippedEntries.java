package dev.cadenza.trigger;

import dev.cadenza.platform.Ids;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.trigger.TriggerTarget.Arrival;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who did not come into a workflow although a trigger spoke for it, and why. */
@Component
class SkippedEntries {

    /** Counted up to here: there may be very many. */
    private static final int MOST_COUNTED = 100_000;

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final Clock clock;

    SkippedEntries(JdbcTemplate jdbc, JdbcClient client, Clock clock) {
        this.jdbc = jdbc;
        this.client = client;
        this.clock = clock;
    }

    /**
     * One of them as the API shows it.
     *
     * @param node the trigger's node
     * @param eventId the event that spoke for it; null where it was a schedule
     * @param reason a sentence
     */
    record SkippedEntryView(UUID id, String node, UUID leadId, @Nullable UUID eventId, String reason, Instant at) {
    }

    /** With one statement for all. */
    void add(ActiveTrigger trigger, List<Arrival> arrivals, Function<Arrival, String> reason) {
        if (arrivals.isEmpty()) {
            return;
        }
        jdbc.update("""
                insert into skipped_entry (id, workflow_id, node, lead_id, event_id, reason, at)
                select s.id, ?, ?, s.lead_id, s.event_id, s.reason, ?
                from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[]) as s(id, lead_id, event_id, reason)
                join lead l on l.id = s.lead_id order by l.id for key share of l
                """, trigger.workflowId(), trigger.node(), clock.instant().atOffset(ZoneOffset.UTC),
                arrivals.stream().map(arrival -> Ids.next().toString()).toArray(String[]::new),
                arrivals.stream().map(arrival -> arrival.leadId().toString()).toArray(String[]::new),
                arrivals.stream().map(arrival -> arrival.eventId() == null ? null : arrival.eventId().toString())
                        .toArray(String[]::new),
                arrivals.stream().map(reason).toArray(String[]::new));
    }

    PageResponse<SkippedEntryView> page(UUID workflowId, @Nullable UUID leadId, PageQuery query) {
        String from = " from skipped_entry where workflow_id = :workflow and (:lead::uuid is null or lead_id = :lead)";
        List<SkippedEntryView> page = client.sql("select id, node, lead_id, event_id, reason, at" + from
                        + " order by id desc limit :size offset :offset")
                .param("workflow", workflowId).param("lead", leadId, Types.OTHER)
                .param("size", query.size()).param("offset", query.offset())
                .query((row, number) -> new SkippedEntryView(row.getObject("id", UUID.class), row.getString("node"),
                        row.getObject("lead_id", UUID.class), row.getObject("event_id", UUID.class),
                        row.getString("reason"), row.getTimestamp("at").toInstant())).list();
        long total = client.sql("select count(*) from (select 1" + from + " limit " + MOST_COUNTED + ") bounded")
                .param("workflow", workflowId).param("lead", leadId, Types.OTHER).query(Long.class).single();
        return PageResponse.of(page, query.page(), query.size(), total);
    }
}
