package dev.cadenza.message;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How fast a lane or a sender may go, and how far it has come today. Slots are taken before messages are handed over,
 * in the transaction that claims them, so a limit holds across nodes and through a crash.
 *
 * @param dailyLimit most messages on one calendar day of {@code zone}; null for no limit
 * @param gapSeconds shortest time between two messages
 * @param day the day that {@code sent} counts; null before the first message
 * @param nextAt no message before this; null for at once
 */
record Pace(
        @Nullable Integer dailyLimit,
        int gapSeconds,
        ZoneId zone,
        @Nullable LocalDate day,
        int sent,
        @Nullable Instant nextAt) {

    /** Whether slots have to be counted, under a lock on the row. */
    boolean limited() {
        return dailyLimit != null || gapSeconds > 0;
    }

    /** How many messages may go at {@code now}, {@code wanted} at most. */
    int available(Instant now, int wanted) {
        if (nextAt != null && now.isBefore(nextAt)) {
            return 0;
        }
        int most = gapSeconds > 0 ? Math.min(1, wanted) : wanted;
        return dailyLimit == null ? most : Math.min(most, Math.max(0, dailyLimit - sentOn(today(now))));
    }

    /** This pace after {@code count} slots were taken at {@code now}. */
    Pace take(int count, Instant now) {
        LocalDate today = today(now);
        return new Pace(dailyLimit, gapSeconds, zone, today, sentOn(today) + count,
                gapSeconds > 0 ? now.plusSeconds(gapSeconds) : null);
    }

    LocalDate today(Instant now) {
        return now.atZone(zone).toLocalDate();
    }

    int sentOn(LocalDate date) {
        return date.equals(day) ? sent : 0;
    }

    /** The first moment of the next day, at which the limit starts anew. */
    Instant nextDay(Instant now) {
        return today(now).plusDays(1).atStartOfDay(zone).toInstant();
    }
}
