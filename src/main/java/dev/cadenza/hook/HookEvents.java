package dev.cadenza.hook;

import static dev.cadenza.platform.Columns.column;

import dev.cadenza.hook.HookEvent.Kind;
import dev.cadenza.hook.HookEvent.Posted;
import dev.cadenza.platform.Ids;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The tables of events and of what is still to be done about them. */
@Component
class HookEvents {

    /** After the last one the event is FAILED; the waits between them grow fourfold, from one second on. */
    static final int MOST_ATTEMPTS = 6;
    /** How long an event waits for our own record of the message that it is about. */
    private static final int SECONDS_UNTIL_RECORDED = 3;
    private static final int LONGEST_ERROR = 2000;

    private final JdbcTemplate jdbc;
    private final Clock clock;

    HookEvents(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Keeps what came in one post, in one statement. What is kept already is left out.
     *
     * @return how many were new
     */
    int keep(UUID channelId, List<Posted> events) {
        if (events.isEmpty()) {
            return 0;
        }
        OffsetDateTime now = now();
        return jdbc.update("""
                with kept as (
                    insert into hook_event (id, channel_config_id, provider, kind, event_key, same_key, received_at,
                        payload)
                    select i.id, ?, i.provider, i.kind, i.event_key, i.same_key, ?, i.payload
                    from unnest(?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::uuid[], ?::text[])
                        as i(id, provider, kind, event_key, same_key, payload)
                    -- In one order: of two posts with the same events in another, each would wait for the other.
                    order by coalesce(i.same_key, i.event_key), i.event_key
                    on conflict do nothing returning id)
                insert into hook_todo (event_id, status, retry_at) select id, 'RECEIVED', ? from kept
                """, channelId, now,
                column(events, event -> Ids.next()), column(events, event -> event.kind().provider()),
                column(events, Posted::kind), column(events, event -> digest(channelId, "id", event.key())),
                column(events, event -> event.same() == null ? null : digest(channelId, "same", event.same())),
                column(events, Posted::payload), now);
    }

    /** Locks events that are to be applied by now; those that another thread is at are left out. */
    List<HookEvent> take(int most) {
        return jdbc.query("""
                select e.id, e.channel_config_id, e.kind, e.received_at, e.payload
                from (select t.event_id from hook_todo t where t.status = 'RECEIVED' and t.retry_at <= ?
                    order by t.retry_at limit ? for update skip locked) due
                join hook_event e on e.id = due.event_id order by e.id
                """, HookEvents::read, now(), most);
    }

    /** Locks one event that is to be applied; empty where it was applied, or another thread is at it. */
    List<HookEvent> take(UUID id) {
        return jdbc.query("""
                select e.id, e.channel_config_id, e.kind, e.received_at, e.payload
                from hook_todo t join hook_event e on e.id = t.event_id
                where t.event_id = ? and t.status = 'RECEIVED' for update of t skip locked
                """, HookEvents::read, id);
    }

    /** Ids of events that are to be applied by now. */
    List<UUID> due(int most) {
        return jdbc.queryForList("""
                select event_id from hook_todo where status = 'RECEIVED' and retry_at <= ? order by retry_at limit ?
                """, UUID.class, now(), most);
    }

    void applied(Collection<UUID> ids) {
        if (!ids.isEmpty()) {
            jdbc.update("delete from hook_todo where event_id = any(?::uuid[])", (Object) column(ids, id -> id));
        }
    }

    void later(Collection<UUID> ids) {
        if (!ids.isEmpty()) {
            jdbc.update("update hook_todo set retry_at = ? where event_id = any(?::uuid[])",
                    now().plusSeconds(SECONDS_UNTIL_RECORDED), column(ids, id -> id));
        }
    }

    void unmatched(Collection<UUID> ids, String why) {
        if (!ids.isEmpty()) {
            jdbc.update("update hook_todo set status = 'UNMATCHED', error = ? where event_id = any(?::uuid[])", why,
                    column(ids, id -> id));
        }
    }

    /** Notes a failure. @param forGood whether trying again is of no use */
    void failed(UUID id, Throwable failure, boolean forGood) {
        String words = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String error = words.replace('\0', ' ');
        jdbc.update("""
                update hook_todo set attempts = attempts + 1, error = ?,
                    status = case when ? or attempts + 1 >= ? then 'FAILED' else status end,
                    retry_at = ?::timestamptz + power(4, attempts) * interval '1 second'
                where event_id = ? and status = 'RECEIVED'
                """, error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error, forGood,
                MOST_ATTEMPTS, now(), id);
    }

    /**
     * Has events applied anew, also those that were.
     *
     * @return how many
     */
    int again(Collection<UUID> ids) {
        return jdbc.update("""
                insert into hook_todo (event_id, status, retry_at)
                select e.id, 'RECEIVED', ? from hook_event e where e.id = any(?::uuid[])
                on conflict (event_id) do update set status = 'RECEIVED', attempts = 0, error = null,
                    retry_at = excluded.retry_at
                """, now(), column(ids, id -> id));
    }

    /** Removes applied events that came in before {@code until}. @return how many */
    int forget(Instant until, int most) {
        return jdbc.update("""
                delete from hook_event where id in (
                    select e.id from hook_event e
                    where e.received_at < ? and not exists (select from hook_todo t where t.event_id = e.id) limit ?)
                """, until.atOffset(ZoneOffset.UTC), most);
    }

    private static HookEvent read(ResultSet row, int number) throws SQLException {
        return new HookEvent(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
                Kind.valueOf(row.getString(3)), row.getObject(4, OffsetDateTime.class).toInstant(), row.getString(5));
    }

    /** 128 bits of SHA-256: as good as the key itself, and of one short length. */
    private static UUID digest(UUID channelId, String what, String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((channelId + "\n" + what + "\n" + key).getBytes(StandardCharsets.UTF_8));
            ByteBuffer buffer = ByteBuffer.wrap(hash);
            return new UUID(buffer.getLong(), buffer.getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
