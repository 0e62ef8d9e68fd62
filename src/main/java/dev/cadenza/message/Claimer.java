package dev.cadenza.message;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes due messages from lanes that may send, so that no other node takes them too. Several nodes claim from one lane
 * at the same time, each skipping what another is taking. Only lanes with a limit or a gap, and the lanes of such a
 * sender, are taken one at a time: their slots are counted on the lane's and the sender's row.
 *
 * <p>The commit of a claim need not reach the disk: a claim that a crash of the database loses is a message that is
 * queued again, and the commit of its fence makes it durable before anything is handed over.
 */
@Component
class Claimer {

    /** Shortest time for which a message is put back that waits for the one before it. */
    private static final Duration SHORTEST_PUSH = Duration.ofSeconds(5);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Slots slots;
    private final OutboxSettings settings;
    private final Clock clock;

    Claimer(JdbcTemplate jdbc, PlatformTransactionManager transactions, Slots slots, OutboxSettings settings,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.slots = slots;
        this.settings = settings;
        this.clock = clock;
    }

    /** The lanes that have due messages and may send now. Looks at one index entry a lane that has any messages. */
    List<Lane> ready() {
        Instant now = clock.instant();
        return jdbc.query("""
                with recursive waiting(lane_id) as (
                    (select m.lane_id from message m where m.pending order by m.lane_id limit 1)
                    union all
                    select (select m.lane_id from message m where m.pending and m.lane_id > w.lane_id
                        order by m.lane_id limit 1)
                    from waiting w where w.lane_id is not null)
                select %s
                from waiting w join lane l on l.id = w.lane_id join sender_account s on s.id = l.sender_account_id
                left join channel_config c on c.id = s.channel_config_id
                where not l.held and s.active and c.active is not false
                    and not exists (select from outbox_gate g where g.held)
                    and exists (select from message m where m.lane_id = l.id and m.pending and m.scheduled_for <= ?)
                """.formatted(Lane.COLUMNS), Lane::read, Sql.time(now)).stream()
                .filter(lane -> lane.mayBeOpen(now) && lane.available(now, 1) > 0)
                .toList();
    }

    /**
     * Takes what is due in a lane, as much as its pace lets go now.
     *
     * @param claimId marks the claim and each of its messages
     * @return without messages where all that was due waits for a later time; empty where another node was quicker
     */
    Optional<Claim> claim(Lane lane, UUID claimId, String node) {
        return Optional.ofNullable(transaction.execute(status -> {
            jdbc.execute("set local synchronous_commit = off");
            return take(lane, claimId, node);
        }));
    }

    private @Nullable Claim take(Lane lane, UUID claimId, String node) {
        Instant now = clock.instant();
        Lane current = lane.limited() ? lock(lane) : lane;
        int most = current == null ? 0 : current.available(now, settings.claimSize());
        if (current == null || most == 0) {
            return null;
        }
        List<ClaimedMessage> claimed = claimed(current, claimId, most, now);
        List<ClaimedMessage> going = putBackEarly(current, claimed, now);
        if (going.isEmpty()) {
            return claimed.isEmpty() ? null : new Claim(claimId, current, going, now);
        }
        jdbc.update("""
                insert into outbox_claim (id, node, lane_id, owner_id, message_ids, lane_counted, sender_counted,
                    created_at)
                values (?, ?, ?, ?, ?::uuid[], ?, ?, ?)
                """, claimId, node, current.id(), current.ownerId(), Sql.column(going, ClaimedMessage::id),
                current.pace().limited(), current.senderPace().limited(), Sql.time(now));
        slots.take(current, going.size(), now);
        return new Claim(claimId, current, going, now);
    }

    /** Locks what is counted and reads it again; null where another node is claiming there at this moment. */
    private @Nullable Lane lock(Lane lane) {
        List<String> locked = new ArrayList<>();
        if (lane.pace().limited()) {
            locked.add("l");
        }
        if (lane.senderPace().limited()) {
            locked.add("s");
        }
        if (lane.quota().limited()) {
            locked.add("c");
        }
        // What may be missing can't be locked, so a channel that is locked is joined as one that is there.
        List<Lane> row = jdbc.query("""
                select %s from lane l join sender_account s on s.id = l.sender_account_id
                    %s join channel_config c on c.id = s.channel_config_id
                where l.id = ? and not l.held and s.active and c.active is not false
                for no key update of %s skip locked
                """.formatted(Lane.COLUMNS, lane.quota().limited() ? "" : "left", String.join(", ", locked)),
                Lane::read, lane.id());
        return row.isEmpty() ? null : row.get(0);
    }

    private List<ClaimedMessage> claimed(Lane lane, UUID claimId, int most, Instant now) {
        List<ClaimedMessage> claimed = jdbc.query("""
                update message m set state = 'CLAIMED', pending = false, claim_id = ?
                where m.id = any (array(
                    select d.id from message d where d.lane_id = ? and d.pending and d.scheduled_for <= ?
                    order by d.scheduled_for limit ? for update skip locked))
                returning m.id, m.channel, m.lead_id, m.enrollment_id, m.draft_id, m.previous_id, m.delay_seconds,
                    m.address, m.subject, m.body_html, m.body_text, m.content_template, m.timezone, m.scheduled_for, m.attempt
                """, Claimer::read, claimId, lane.id(), Sql.time(now), most);
        return claimed.stream().sorted(Comparator.comparing(ClaimedMessage::scheduledFor)
                .thenComparing(ClaimedMessage::id, Sql::compare)).toList();
    }

    private static ClaimedMessage read(ResultSet row, int number) throws SQLException {
        return new ClaimedMessage(row.getObject(1, UUID.class), row.getString(2), row.getObject(3, UUID.class),
                row.getObject(4, UUID.class), row.getObject(5, UUID.class), row.getObject(6, UUID.class),
                row.getLong(7), row.getString(8), row.getString(9), row.getString(10), row.getString(11),
                row.getString(12), row.getString(13), row.getObject(14, OffsetDateTime.class).toInstant(), row.getInt(15));
    }

    /** Queues again, for later, what is outside its lead's window or too soon after the message before it. */
    private List<ClaimedMessage> putBackEarly(Lane lane, List<ClaimedMessage> claimed, Instant now) {
        Map<UUID, Instant> earliestAfterPrevious = afterPrevious(claimed, now);
        Map<UUID, Instant> early = new LinkedHashMap<>();
        List<ClaimedMessage> going = new ArrayList<>(claimed.size());
        for (ClaimedMessage message : claimed) {
            Instant earliest = lane.window().next(earliestAfterPrevious.getOrDefault(message.id(), now),
                    lane.zoneFor(message.timezone()));
            if (earliest.isAfter(now)) {
                early.put(message.id(), earliest);
            } else {
                going.add(message);
            }
        }
        if (!early.isEmpty()) {
            jdbc.update("""
                    update message m set state = 'QUEUED', pending = true, claim_id = null, scheduled_for = i.at
                    from unnest(?::uuid[], ?::timestamptz[]) as i(id, at) where m.id = i.id
                    """, Sql.of(early.keySet()), Sql.column(early.values(), at -> at));
        }
        return going;
    }

    /** For messages that follow another one: when they may go, where that is later than {@code now}. */
    private Map<UUID, Instant> afterPrevious(List<ClaimedMessage> claimed, Instant now) {
        List<ClaimedMessage> following = claimed.stream().filter(m -> m.previousId() != null).toList();
        Map<UUID, Instant> earliest = new LinkedHashMap<>();
        if (following.isEmpty()) {
            return earliest;
        }
        jdbc.query("""
                select i.id, p.state, p.scheduled_for, coalesce(p.sent_at, p.fenced_at), i.delay
                from unnest(?::uuid[], ?::uuid[], ?::bigint[]) as i(id, previous_id, delay)
                join message p on p.id = i.previous_id
                """, row -> {
            Instant at = Previous.earliest(row.getString(2), instant(row, 3), instant(row, 4),
                    Duration.ofSeconds(row.getLong(5)), now, SHORTEST_PUSH);
            if (at.isAfter(now)) {
                earliest.put(row.getObject(1, UUID.class), at);
            }
        }, Sql.of(following.stream().map(ClaimedMessage::id).toList()),
                Sql.column(following, ClaimedMessage::previousId), Sql.column(following, ClaimedMessage::delaySeconds));
        return earliest;
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
