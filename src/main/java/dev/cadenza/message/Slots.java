package dev.cadenza.message;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Counts what lanes, senders and channels with a limit or a gap may still send. Always in the caller's transaction, and
 * the lane before its sender, the sender before its channel. Rows without either are never touched, so that nobody waits for them.
 */
@Component
class Slots {

    private final JdbcTemplate jdbc;

    Slots(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void take(Lane lane, int count, Instant now) {
        take("lane", lane.id(), lane.pace(), count, now);
        take("sender_account", lane.sender().id(), lane.senderPace(), count, now);
        if (lane.channel() != null && lane.quota().limited()) {
            Quota after = lane.quota().take(count, now);
            jdbc.update("update channel_config set pace_day = ?, pace_sent = ?, pace_next_at = ? where id = ?",
                    after.day(), after.sent(), after.usedUntil() == null ? null : Sql.time(after.usedUntil()),
                    lane.channel().id());
        }
    }

    private void take(String table, UUID id, Pace pace, int count, Instant now) {
        if (pace.limited()) {
            Pace after = pace.take(count, now);
            jdbc.update("update " + table + " set pace_day = ?, pace_sent = ?, pace_next_at = ? where id = ?",
                    after.day(), after.sent(), after.nextAt() == null ? null : Sql.time(after.nextAt()), id);
        }
    }

    /** Gives back slots that a claim took and did not use. */
    void giveBack(Claim claim, int count) {
        Lane lane = claim.lane();
        giveBack("lane", lane.id(), lane.pace(), claim.laneDay(), claim.takenAt(), count);
        giveBack("sender_account", lane.sender().id(), lane.senderPace(), claim.senderDay(), claim.takenAt(), count);
        if (lane.channel() != null && lane.quota().limited() && count > 0) {
            jdbc.update("""
                    update channel_config set pace_next_at = pace_next_at - ? * interval '1 microsecond',
                        pace_sent = case when pace_day = ? then greatest(pace_sent - ?, 0) else pace_sent end
                    where id = ?
                    """, lane.quota().nanos(count) / 1000, claim.quotaDay(), count, lane.channel().id());
        }
    }

    /** The gap that the claim began ends too, unless a later claim has begun one since. */
    private void giveBack(String table, UUID id, Pace pace, LocalDate day, Instant takenAt, int count) {
        if (pace.limited() && count > 0) {
            jdbc.update("update " + table + " set pace_sent = greatest(pace_sent - ?, 0), pace_next_at ="
                    + " case when pace_next_at <= ? then pace_last_at + ? * interval '1 second' else pace_next_at end"
                    + " where id = ? and pace_day = ?",
                    count, Sql.time(takenAt.plusSeconds(pace.gapSeconds())), pace.gapSeconds(), id, day);
        }
    }

    /**
     * Whether the gaps of the lane and its sender are over since the latest hand-over, which a message that has waited in
     * a node's queue can't know. Locks both, so that two nodes can't both find so.
     */
    boolean gapIsOver(Lane lane, Instant now) {
        boolean lanes = gapIsOver("lane", lane.id(), lane.pace(), now);
        return gapIsOver("sender_account", lane.sender().id(), lane.senderPace(), now) && lanes;
    }

    private boolean gapIsOver(String table, UUID id, Pace pace, Instant now) {
        return pace.gapSeconds() == 0 || jdbc.queryForList("select pace_last_at from " + table
                + " where id = ? for no key update", OffsetDateTime.class, id).stream().allMatch(last -> last == null
                || !last.toInstant().plusSeconds(pace.gapSeconds()).isAfter(now));
    }

    /** Notes that a message is handed over now, where somebody has to keep a distance from it. */
    void handsOver(Lane lane, Instant now) {
        handsOver("lane", lane.id(), lane.pace(), now);
        handsOver("sender_account", lane.sender().id(), lane.senderPace(), now);
    }

    private void handsOver(String table, UUID id, Pace pace, Instant now) {
        if (pace.gapSeconds() > 0) {
            jdbc.update("update " + table + " set pace_last_at = ? where id = ?", Sql.time(now), id);
        }
    }

    /** Counts the gap from when the last message was tried, which may be later than when its slot was taken. */
    void keepGap(Claim claim, Instant last) {
        keepGap("lane", claim.lane().id(), claim.lane().pace(), last);
        keepGap("sender_account", claim.lane().sender().id(), claim.lane().senderPace(), last);
    }

    private void keepGap(String table, UUID id, Pace pace, Instant last) {
        if (pace.gapSeconds() > 0) {
            jdbc.update("update " + table + " set pace_next_at = greatest(pace_next_at, ?) where id = ?",
                    Sql.time(last.plusSeconds(pace.gapSeconds())), id);
        }
    }
}
