package dev.cadenza.message;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * When a message's turn comes, with so many before it, at a pace inside a window.
 *
 * @param at the estimated moment
 * @param limited whether the daily limit is what makes it wait longest
 */
record PaceEstimate(Instant at, boolean limited) {

    /** Estimates farther ahead say no more than that it is far. */
    private static final int HORIZON_DAYS = 3660;

    /**
     * @param from not before this
     * @param ahead messages that go first
     * @param zone in which the window is read
     */
    static PaceEstimate of(Pace pace, SendWindow window, ZoneId zone, Instant from, long ahead) {
        Instant at = pace.nextAt() != null && pace.nextAt().isAfter(from) ? pace.nextAt() : from;
        long left = ahead;
        boolean limited = false;
        LocalDate day = pace.today(at);
        long used = pace.sentOn(day);
        for (int i = 0; i < HORIZON_DAYS; i++) {
            at = window.next(at, zone);
            if (!pace.today(at).equals(day)) {
                day = pace.today(at);
                used = 0;
            }
            Instant closes = window.closes(at.atZone(zone).toLocalDate(), zone);
            Instant end = closes.isBefore(pace.nextDay(at)) ? closes : pace.nextDay(at);
            long byLimit = pace.dailyLimit() == null ? Long.MAX_VALUE : Math.max(0, pace.dailyLimit() - used);
            long byGap = pace.gapSeconds() == 0 ? Long.MAX_VALUE
                    : 1 + (Duration.between(at, end).toSeconds() - 1) / pace.gapSeconds();
            long most = Math.min(byLimit, byGap);
            if (left < most) {
                return new PaceEstimate(at.plusSeconds(left * pace.gapSeconds()), limited);
            }
            limited |= byLimit <= byGap;
            left -= most;
            used += most;
            at = end;
        }
        return new PaceEstimate(at, limited);
    }
}
