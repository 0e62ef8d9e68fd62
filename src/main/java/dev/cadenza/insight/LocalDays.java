package dev.cadenza.insight;

import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calendar days of a timezone, as numbers by the quarter of an hour are summed into them. Which offset from UTC holds
 * when is Java's word, so the database needs no timezones of its own. Offsets that are no multiple of a quarter of an
 * hour, which no place has any more, are refused rather than rounded.
 *
 * @param last inclusive
 * @param since when each of {@code offsets} begins to hold; the first at the start of the first day
 * @param offsets in seconds
 */
record LocalDays(LocalDate first, LocalDate last, ZoneId zone, List<Instant> since, List<Integer> offsets) {

    /** SQL for the local time of a {@code quarter}. */
    static final String LOCAL = "((quarter at time zone 'UTC') + make_interval(secs =>"
            + " (cast(:offsets as int[]))[width_bucket(quarter, cast(:since as timestamptz[]))]))";
    /** SQL for whether a {@code quarter} is one of these days. */
    static final String WITHIN = "quarter >= :start and quarter < :end";

    private static final int DEFAULT_DAYS = 30;
    private static final int MOST_DAYS = 366;
    private static final int QUARTER = 900;
    private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(2199, 12, 31);

    LocalDays {
        since = List.copyOf(since);
        offsets = List.copyOf(offsets);
    }

    /**
     * @param from the last 30 days where it is left out
     * @param to inclusive; today where it is left out
     * @throws Rejected naming {@code from}, {@code to} or {@code timezone}: a range that is empty or longer than a
     *         year, or a timezone that nobody has
     */
    static LocalDays of(@Nullable LocalDate from, @Nullable LocalDate to, String timezone, Clock clock) {
        ZoneId zone = zone(timezone);
        LocalDate last = within("to", to == null ? LocalDate.ofInstant(clock.instant(), zone) : to);
        LocalDate first = within("from", from == null ? last.minusDays(DEFAULT_DAYS - 1) : from);
        if (last.isBefore(first)) {
            throw new Rejected(FieldError.of("to", "out-of-range", "The last day must not be before the first."));
        }
        if (ChronoUnit.DAYS.between(first, last) >= MOST_DAYS) {
            throw new Rejected(FieldError.of("to", "out-of-range", "The range has at most " + MOST_DAYS + " days."));
        }
        return of(first, last, zone);
    }

    private static LocalDays of(LocalDate first, LocalDate last, ZoneId zone) {
        Instant start = first.atStartOfDay(zone).toInstant();
        Instant end = last.plusDays(1).atStartOfDay(zone).toInstant();
        List<Instant> since = new ArrayList<>(List.of(start));
        List<Integer> offsets = new ArrayList<>(List.of(zone.getRules().getOffset(start).getTotalSeconds()));
        ZoneOffsetTransition next = zone.getRules().nextTransition(start);
        while (next != null && next.getInstant().isBefore(end)) {
            since.add(next.getInstant());
            offsets.add(next.getOffsetAfter().getTotalSeconds());
            next = zone.getRules().nextTransition(next.getInstant());
        }
        if (offsets.stream().anyMatch(offset -> offset % QUARTER != 0)) {
            throw new Rejected(FieldError.of("timezone", "unsupported", "The offset of '" + zone.getId()
                    + "' from UTC is no multiple of a quarter of an hour."));
        }
        return new LocalDays(first, last, zone, since, offsets);
    }

    List<LocalDate> days() {
        return first.datesUntil(last.plusDays(1)).toList();
    }

    /** The parameters that {@link #LOCAL} and {@link #WITHIN} name. */
    Map<String, Object> parameters() {
        return Map.of("since", since.stream().map(Timestamp::from).toArray(Timestamp[]::new),
                "offsets", offsets.toArray(Integer[]::new),
                "start", Timestamp.from(since.get(0)),
                "end", Timestamp.from(last.plusDays(1).atStartOfDay(zone).toInstant()));
    }

    private static LocalDate within(String field, LocalDate date) {
        if (date.isBefore(EARLIEST) || date.isAfter(LATEST)) {
            throw new Rejected(FieldError.of(field, "out-of-range", "The day must be from " + EARLIEST + " to " + LATEST
                    + "."));
        }
        return date;
    }

    private static ZoneId zone(String timezone) {
        try {
            return ZoneId.of(timezone);
        } catch (DateTimeException unknown) {
            throw new Rejected(FieldError.of("timezone", "unknown",
                    "'" + timezone + "' is not a timezone such as Europe/Berlin."));
        }
    }
}
