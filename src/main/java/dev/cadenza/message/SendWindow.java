package dev.cadenza.message;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;

/**
 * The hours and days in which messages may go, in local time. On days of changing clocks an hour that does not exist
 * is shifted forward by the length of the gap, and of an hour that comes twice the first is meant.
 *
 * @param start first moment of the window
 * @param end first moment after it; midnight means the end of the same day. A window does not cross midnight
 * @param days days on which there is a window, at least one
 */
public record SendWindow(LocalTime start, LocalTime end, Set<DayOfWeek> days, ZoneId zone) {

    /** A changing clock can swallow a short window, so two weeks are looked at. */
    private static final int HORIZON_DAYS = 15;

    public SendWindow {
        if (days.isEmpty()) {
            throw new IllegalArgumentException("A send window needs at least one day");
        }
        if (!end.equals(LocalTime.MIDNIGHT) && !start.isBefore(end)) {
            throw new IllegalArgumentException("A send window ends after it starts, on the same day");
        }
        days = Set.copyOf(days);
    }

    /** Open at all times; days are counted in {@code zone}. */
    public static SendWindow always(ZoneId zone) {
        return new SendWindow(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, EnumSet.allOf(DayOfWeek.class), zone);
    }

    /** {@code at} itself where the window is open then, else the moment it opens next. */
    public Instant next(Instant at) {
        return next(at, zone);
    }

    /** As {@link #next(Instant)}, with the hours read in another zone. */
    public Instant next(Instant at, ZoneId other) {
        LocalDate first = at.atZone(other).toLocalDate();
        for (int i = 0; i < HORIZON_DAYS; i++) {
            LocalDate day = first.plusDays(i);
            if (days.contains(day.getDayOfWeek())) {
                Instant opens = day.atTime(start).atZone(other).toInstant();
                Instant closes = closes(day, other);
                if (at.isBefore(closes) && opens.isBefore(closes)) {
                    return at.isBefore(opens) ? opens : at;
                }
            }
        }
        throw new IllegalStateException(this + " does not open within " + HORIZON_DAYS + " days after " + at);
    }

    /** Whether messages may go at this moment, with the hours read in {@code other}. */
    public boolean isOpen(Instant at, ZoneId other) {
        return next(at, other).equals(at);
    }

    /** The moment at which the window of {@code day} closes. */
    Instant closes(LocalDate day, ZoneId other) {
        return end.equals(LocalTime.MIDNIGHT) ? day.plusDays(1).atStartOfDay(other).toInstant()
                : day.atTime(end).atZone(other).toInstant();
    }
}
