package dev.cadenza.message;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * How much an account at a provider may send, over all senders and nodes, and how much of it is used. The rate is kept
 * as the time up to which it is used (the generic cell rate algorithm): a few messages may go together, and the long run
 * never exceeds it.
 *
 * @param perDay most messages on one calendar day (UTC); null for no limit
 * @param perSecond most messages in a second; null for no limit
 * @param day the day that {@code sent} counts
 * @param usedUntil the time at which the messages let go so far are all paid for
 */
record Quota(
        @Nullable Integer perDay,
        @Nullable BigDecimal perSecond,
        @Nullable LocalDate day,
        int sent,
        @Nullable Instant usedUntil) {

    static final Quota NONE = new Quota(null, null, null, 0, null);
    /** How far messages may run ahead of the rate: what comes between two looks at the queue. */
    private static final double AHEAD_SECONDS = 0.25;

    boolean limited() {
        return perDay != null || perSecond != null;
    }

    /** How many messages may go at {@code now}, {@code wanted} at most. */
    int available(Instant now, int wanted) {
        int most = perDay == null ? wanted : Math.min(wanted, Math.max(0, perDay - sentOn(today(now))));
        if (perSecond == null) {
            return most;
        }
        double free = AHEAD_SECONDS - ahead(now);
        return free < 0 ? 0 : (int) Math.min(most, Math.floor(free * perSecond.doubleValue()) + 1);
    }

    Quota take(int count, Instant now) {
        LocalDate today = today(now);
        Instant base = usedUntil == null || usedUntil.isBefore(now) ? now : usedUntil;
        return new Quota(perDay, perSecond, today, sentOn(today) + count,
                perSecond == null ? null : base.plusNanos(nanos(count)));
    }

    /** What {@code count} messages cost. */
    long nanos(int count) {
        return perSecond == null ? 0 : (long) (count * 1e9 / perSecond.doubleValue());
    }

    /** When the next message may go: at {@code now}, when the rate is paid for, or when the next day begins. */
    Instant next(Instant now) {
        if (available(now, 1) > 0) {
            return now;
        }
        boolean dayIsOver = perDay != null && sentOn(today(now)) >= perDay;
        return dayIsOver || usedUntil == null
                ? today(now).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant() : usedUntil;
    }

    private double ahead(Instant now) {
        return usedUntil == null || usedUntil.isBefore(now) ? 0
                : java.time.Duration.between(now, usedUntil).toNanos() / 1e9;
    }

    LocalDate today(Instant now) {
        return now.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    int sentOn(LocalDate date) {
        return date.equals(day) ? sent : 0;
    }
}
