package dev.cadenza.message;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes over what dead nodes had claimed. What was not fenced is certainly unsent and is queued again. What was fenced
 * may have been sent: it becomes UNKNOWN and is never sent again unless a person decides so.
 */
@Component
class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int CLAIMS = 50;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Slots slots;
    private final OutboxSettings settings;
    private final Clock clock;

    Recovery(JdbcTemplate jdbc, PlatformTransactionManager transactions, Slots slots, OutboxSettings settings,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.slots = slots;
        this.settings = settings;
        this.clock = clock;
    }

    private record Lost(UUID id, UUID laneId, Instant createdAt) {
    }

    /**
     * @param node the node that asks
     * @param active the claims that it works on; older ones of its own got lost on the way
     * @return how many claims were taken over
     */
    int run(String node, Collection<UUID> active) {
        int all = 0;
        int taken;
        do {
            Integer some = transaction.execute(status -> takeOver(node, active));
            taken = some == null ? 0 : some;
            all += taken;
        } while (taken == CLAIMS);
        jdbc.update("""
                delete from outbox_node n where n.lease_until < clock_timestamp()
                    and not exists (select from outbox_claim c where c.node = n.node and c.done_at is null)
                """);
        return all;
    }

    private int takeOver(String node, Collection<UUID> active) {
        List<Lost> lost = jdbc.query("""
                select c.id, c.lane_id, c.created_at
                from outbox_claim c left join outbox_node n on n.node = c.node
                where c.done_at is null and (n.node is null or n.lease_until < clock_timestamp()
                    or c.node = ? and c.created_at < ? and c.id <> all (?::uuid[]))
                order by c.id for update of c skip locked limit ?
                """, Recovery::read, node, Sql.time(clock.instant().minus(settings.lease())), Sql.of(active), CLAIMS);
        lost.forEach(this::takeOver);
        return lost.size();
    }

    private static Lost read(ResultSet row, int number) throws SQLException {
        return new Lost(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
                row.getObject(3, OffsetDateTime.class).toInstant());
    }

    private void takeOver(Lost lost) {
        List<String> before = jdbc.queryForList("""
                with open as materialized (
                    select m.id, m.state from message m
                    where m.id in (select unnest(c.message_ids) from outbox_claim c where c.id = ?)
                        and m.claim_id = ? and m.state in ('CLAIMED', 'SENDING')
                    order by m.id for update)
                update message m set
                    state = case open.state when 'CLAIMED' then 'QUEUED' else 'UNKNOWN' end,
                    pending = open.state = 'CLAIMED',
                    attention = open.state = 'SENDING',
                    claim_id = case open.state when 'CLAIMED' then null else m.claim_id end,
                    error = case open.state when 'CLAIMED' then m.error
                        else 'Cadenza stopped while it was handing this message over.' end
                from open where m.id = open.id
                returning open.state
                """, String.class, lost.id(), lost.id());
        jdbc.update("update outbox_claim set done_at = ? where id = ?", Sql.time(clock.instant()), lost.id());
        int unsent = (int) before.stream().filter("CLAIMED"::equals).count();
        jdbc.query("select " + Lane.COLUMNS + """
                from lane l join sender_account s on s.id = l.sender_account_id
                    left join channel_config c on c.id = s.channel_config_id where l.id = ?
                """, Lane::read, lost.laneId()).forEach(lane ->
                slots.giveBack(new Claim(lost.id(), lane, List.of(), lost.createdAt()), unsent));
        LOG.info("Took over a claim of a node that died: {} messages are queued again, of {} the outcome is unknown",
                unsent, before.size() - unsent);
    }
}
