package dev.cadenza.tracking;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.lead.EventKind;
import dev.cadenza.lead.LeadReports;
import dev.cadenza.lead.LeadReports.Happening;
import dev.cadenza.message.Outbox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Requests for links and pixels. Each is kept with one statement when it comes, and judged some seconds later, when
 * those around it are known: a scanner is told by the many links it follows at once.
 */
@Component
class Hits {

    /** Hits of people, of machines, and not yet judged ones that are kept for one message; the rest is counted. */
    static final int MOST_OF_A_KIND = 100;
    static final Duration JUDGED_AFTER = Duration.ofSeconds(3);

    private static final int BATCH = 1000;

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final LeadReports reports;
    private final ObjectMapper json;
    private final Clock clock;

    Hits(JdbcClient jdbc, Outbox outbox, LeadReports reports, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.reports = reports;
        this.json = json;
        this.clock = clock;
    }

    enum Kind {
        OPEN, CLICK
    }

    /** @param link number and url of a clicked link; null for an open */
    record Hit(UUID messageId, Kind kind, @Nullable Integer link, @Nullable String url, Instant at,
            @Nullable String userAgent, byte[] addressHash, Agents.Verdict verdict) {
    }

    void keep(Hit hit) {
        jdbc.sql("""
                with room as (
                    select count(*) filter (where (classification in ('MACHINE', 'SUSPECT')) = :machine) < :most as ok
                    from tracking_hit where message_id = :message),
                kept as (
                    insert into tracking_hit (message_id, kind, link, url, at, user_agent, address_hash,
                        classification, reason)
                    select :message, :kind, :link, :url, :at, :agent, :address, :classification, :reason
                    from room where ok)
                insert into tracking_overflow (message_id, hits, last_at)
                select :message, 1, :at from room where not ok
                on conflict (message_id) do update
                    set hits = tracking_overflow.hits + 1, last_at = excluded.last_at
                """)
                .param("message", hit.messageId()).param("kind", hit.kind().name())
                .param("link", hit.link(), java.sql.Types.INTEGER).param("url", hit.url(), java.sql.Types.VARCHAR)
                .param("at", Timestamp.from(hit.at())).param("agent", hit.userAgent(), java.sql.Types.VARCHAR)
                .param("address", hit.addressHash())
                .param("classification", hit.verdict().classification())
                .param("reason", hit.verdict().reason(), java.sql.Types.VARCHAR)
                .param("machine", !hit.verdict().classification().equals("PENDING"))
                .param("most", MOST_OF_A_KIND).update();
    }

    /**
     * Judges hits whose surroundings are known by now, and lets those of people count. Safe on several nodes at once.
     *
     * @return how many were judged
     */
    @Transactional
    int judge() {
        List<Judged> judged = jdbc.sql("""
                with due as (
                    select id, message_id, kind, at from tracking_hit
                    where classification = 'PENDING' and at <= :until
                    order by at limit :batch for update skip locked),
                seen as (
                    select due.*, m.lead_id, m.owner_id, m.channel, m.step_id,
                        due.at < coalesce(m.sent_at, m.fenced_at) + interval '2 seconds' as early,
                        (select count(distinct near.link) from tracking_hit near
                         where near.message_id = due.message_id and near.kind = 'CLICK'
                             and near.at between due.at - interval '1 second' and due.at + interval '1 second') as links
                    from due left join message m on m.id = due.message_id)
                update tracking_hit hit set
                    classification = case when early or links > 2 then 'MACHINE' when links = 2 then 'SUSPECT'
                        else 'HUMAN' end,
                    reason = case when early then 'Less than two seconds after sending'
                        when links > 1 then links || ' different links within a second' end
                from seen where hit.id = seen.id
                returning hit.message_id, hit.kind, hit.at, hit.classification, hit.url, hit.link, seen.lead_id,
                    seen.owner_id, seen.channel, seen.step_id
                """)
                .param("until", Timestamp.from(clock.instant().minus(JUDGED_AFTER))).param("batch", BATCH)
                .query((row, number) -> new Judged(row.getObject("message_id", UUID.class),
                        Kind.valueOf(row.getString("kind")), row.getTimestamp("at").toInstant(),
                        row.getString("classification").equals("HUMAN"), row.getObject("lead_id", UUID.class),
                        row.getObject("owner_id", UUID.class), payload(row)))
                .list();
        if (!judged.isEmpty()) {
            // Whoever looks at a mail, even a machine, has it: it was sent, also where nobody could confirm that.
            outbox.confirmSent(judged.stream().map(Judged::messageId).distinct().sorted().toList());
        }
        count(judged.stream().filter(Judged::human).toList());
        reports.tell(judged.stream().filter(hit -> hit.human() && hit.leadId() != null).map(Judged::happening).toList());
        trim(judged.stream().filter(hit -> !hit.human()).map(Judged::messageId).distinct().toArray(UUID[]::new));
        return judged.size();
    }

    private record Judged(UUID messageId, Kind kind, Instant at, boolean human, @Nullable UUID leadId,
            @Nullable UUID ownerId, ObjectNode payload) {

        Happening happening() {
            return new Happening(Objects.requireNonNull(leadId),
                    kind == Kind.OPEN ? EventKind.MESSAGE_OPENED : EventKind.MESSAGE_CLICKED,
                    ownerId == null ? null : ownerId.toString(), payload, at, null);
        }
    }

    private ObjectNode payload(ResultSet row) throws SQLException {
        ObjectNode payload = json.createObjectNode().put("messageId", row.getString("message_id"))
                .put("channel", row.getString("channel")).put("step", row.getString("step_id"));
        if (row.getString("url") != null) {
            payload.put("url", row.getString("url")).put("link", row.getInt("link"));
        }
        return payload;
    }

    /** The first open and the first click are what a message keeps. Rows are locked in one order on all nodes. */
    private void count(List<Judged> human) {
        if (human.isEmpty()) {
            return;
        }
        jdbc.sql("""
                with hit as (
                    select message_id, min(at) filter (where kind = 'OPEN') as opened,
                        min(at) filter (where kind = 'CLICK') as clicked
                    from unnest(:messages::uuid[], :kinds::text[], :times::timestamptz[]) as h (message_id, kind, at)
                    group by message_id),
                locked as (
                    select m.id, hit.opened, hit.clicked from message m join hit on hit.message_id = m.id
                    where m.opened_at is null and hit.opened is not null
                        or m.clicked_at is null and hit.clicked is not null
                    order by m.id for update of m)
                update message m set opened_at = coalesce(m.opened_at, locked.opened),
                    clicked_at = coalesce(m.clicked_at, locked.clicked)
                from locked where m.id = locked.id
                """)
                .param("messages", human.stream().map(Judged::messageId).toArray(UUID[]::new))
                .param("kinds", human.stream().map(hit -> hit.kind().name()).toArray(String[]::new))
                .param("times", human.stream().map(hit -> Timestamp.from(hit.at())).toArray(Timestamp[]::new))
                .update();
    }

    /** What was judged to be a machine no longer takes the room of hits to come. */
    private void trim(UUID[] messages) {
        if (messages.length == 0) {
            return;
        }
        jdbc.sql("""
                with surplus as (
                    delete from tracking_hit where id in (
                        select id from (
                            select id, row_number() over (partition by message_id order by id) as number
                            from tracking_hit
                            where message_id = any(:messages) and classification in ('MACHINE', 'SUSPECT')) numbered
                        where number > :most)
                    returning message_id, at)
                insert into tracking_overflow (message_id, hits, last_at)
                select message_id, count(*), max(at) from surplus group by message_id order by message_id
                on conflict (message_id) do update
                    set hits = tracking_overflow.hits + excluded.hits, last_at = excluded.last_at
                """)
                .param("messages", messages).param("most", MOST_OF_A_KIND).update();
    }
}
