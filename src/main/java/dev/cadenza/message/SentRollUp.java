package dev.cadenza.message;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries what was sent to the leads it was sent to ({@code last_message_sent_at}) and to the day's count of lanes and
 * senders that are not counted while they send. Works off done claims, some at a time, so that no send waits for a
 * lead's row; a claim is deleted in the transaction that carries it over, so each counts once.
 */
@Component
class SentRollUp {

    private static final int CLAIMS = 20;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    SentRollUp(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Looks at every done claim once. What waits for a lead that somebody else is changing is left for the next time and
     * keeps nothing behind it waiting.
     */
    void run() {
        Done after = new Done(Instant.EPOCH, new UUID(0, 0));
        while (after != null) {
            Done from = after;
            after = transaction.execute(status -> some(from));
        }
    }

    private record Done(Instant at, UUID claimId) {
    }

    /** What one claim sent; it lasts seconds, so its last message says which day it belongs to. */
    private record Count(UUID laneId, UUID senderId, boolean laneCounted, boolean senderCounted, ZoneId laneZone,
            ZoneId senderZone, Instant last, int sent) {
    }

    /** @return the last one looked at; null where there was nothing after {@code from} */
    private @Nullable Done some(Done from) {
        List<Done> done = jdbc.query("""
                select done_at, id from outbox_claim where done_at is not null and (done_at, id) > (?, ?)
                order by done_at, id limit ? for update skip locked
                """, (row, number) -> new Done(row.getObject(1, OffsetDateTime.class).toInstant(),
                row.getObject(2, UUID.class)), Sql.time(from.at()), from.claimId(), CLAIMS);
        if (done.isEmpty()) {
            return null;
        }
        carry(done.stream().map(Done::claimId).toList());
        return done.get(done.size() - 1);
    }

    private void carry(List<UUID> claims) {
        String[] ids = Sql.of(claims);
        jdbc.update("""
                with sent as materialized (
                    select m.lead_id, max(m.sent_at) as at from outbox_claim c join message m on m.id = any(c.message_ids)
                    where c.id = any(?::uuid[]) and m.sent_at is not null and m.lead_id is not null group by m.lead_id),
                free as materialized (
                    select l.id, sent.at from sent join lead l on l.id = sent.lead_id
                    where l.last_message_sent_at is null or l.last_message_sent_at < sent.at
                    order by l.id for no key update of l skip locked)
                update lead l set last_message_sent_at = free.at,
                    status = case l.status when 'NEW' then 'CONTACTED' else l.status end
                from free where l.id = free.id
                """, (Object) ids);
        List<UUID> finished = jdbc.queryForList("""
                select c.id from outbox_claim c where c.id = any(?::uuid[]) and not exists (
                    select from message m join lead l on l.id = m.lead_id
                    where m.id = any(c.message_ids) and m.sent_at is not null
                        and (l.last_message_sent_at is null or l.last_message_sent_at < m.sent_at))
                """, UUID.class, (Object) ids);
        count(Sql.of(finished));
        jdbc.update("delete from outbox_claim where id = any(?::uuid[])", (Object) Sql.of(finished));
    }

    private void count(String[] claims) {
        List<Count> counts = jdbc.query("""
                select l.id, s.id, c.lane_counted, c.sender_counted, l.timezone, s.timezone, max(m.sent_at), count(*)
                from outbox_claim c join lane l on l.id = c.lane_id join sender_account s on s.id = l.sender_account_id
                join message m on m.id = any(c.message_ids)
                where c.id = any(?::uuid[]) and m.sent_at is not null
                group by c.id, l.id, s.id
                """, (row, number) -> new Count(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
                row.getBoolean(3), row.getBoolean(4), ZoneId.of(row.getString(5)), ZoneId.of(row.getString(6)),
                row.getObject(7, OffsetDateTime.class).toInstant(), row.getInt(8)), (Object) claims);
        Map<Key, Integer> lanes = new TreeMap<>();
        Map<Key, Integer> senders = new TreeMap<>();
        for (Count count : counts) {
            if (!count.laneCounted()) {
                lanes.merge(Key.of(count.laneId(), count.last(), count.laneZone()), count.sent(), Integer::sum);
            }
            if (!count.senderCounted()) {
                senders.merge(Key.of(count.senderId(), count.last(), count.senderZone()), count.sent(), Integer::sum);
            }
        }
        lanes.forEach((key, sent) -> count("lane", key, sent));
        senders.forEach((key, sent) -> count("sender_account", key, sent));
    }

    private void count(String table, Key key, int sent) {
        jdbc.update("update " + table + """
                 set pace_sent = case when pace_day = ? then pace_sent else 0 end + ?, pace_day = ?
                where id = ? and (pace_day is null or pace_day <= ?)
                """, key.day(), sent, key.day(), key.id(), key.day());
    }

    /** Sorted, so that nodes lock rows in one order. */
    private record Key(UUID id, LocalDate day) implements Comparable<Key> {
        static Key of(UUID id, Instant at, ZoneId zone) {
            return new Key(id, at.atZone(zone).toLocalDate());
        }

        @Override
        public int compareTo(Key other) {
            int byId = Sql.compare(id, other.id);
            return byId != 0 ? byId : day.compareTo(other.day);
        }
    }
}
