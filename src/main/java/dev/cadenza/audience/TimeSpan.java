package dev.cadenza.audience;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A span of time with one bound. Bounds are whole microseconds, which is what the database keeps. */
sealed interface TimeSpan {

    Instant bound(Instant now);

    /** Compares a time with the bound. */
    String sqlOperator();

    boolean contains(Instant time, Instant now);

    record Before(Instant point) implements TimeSpan {
        @Override
        public Instant bound(Instant now) {
            return point;
        }

        @Override
        public String sqlOperator() {
            return "<";
        }

        @Override
        public boolean contains(Instant time, Instant now) {
            return time.isBefore(point);
        }
    }

    record After(Instant point) implements TimeSpan {
        @Override
        public Instant bound(Instant now) {
            return point;
        }

        @Override
        public String sqlOperator() {
            return ">";
        }

        @Override
        public boolean contains(Instant time, Instant now) {
            return time.isAfter(point);
        }
    }

    /** The last months and days, and hours and so on, before now, by the calendar of UTC. */
    record WithinLast(Period date, Duration time) implements TimeSpan {
        @Override
        public Instant bound(Instant now) {
            return now.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC).minus(date).minus(time).toInstant();
        }

        @Override
        public String sqlOperator() {
            return ">=";
        }

        @Override
        public boolean contains(Instant time, Instant now) {
            return !time.isBefore(bound(now));
        }
    }

    /** An ISO 8601 time with offset, or a date, which stands for its first moment in UTC; from year 1 to 9999. */
    static Optional<Instant> point(String text) {
        try {
            OffsetDateTime time = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC) : OffsetDateTime.parse(text);
            Instant point = time.toInstant().truncatedTo(ChronoUnit.MICROS);
            int year = point.atOffset(ZoneOffset.UTC).getYear();
            return year < 1 || year > 9999 ? Optional.empty() : Optional.of(point);
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    /** An ISO 8601 duration such as {@code P7D}, {@code P2W}, {@code P3M} or {@code PT4H}, of at most 100 years. */
    static Optional<TimeSpan> withinLast(String text) {
        int t = text.indexOf('T');
        String date = t < 0 ? text : text.substring(0, t);
        try {
            Period period = date.equals("P") && t > 0 ? Period.ZERO : Period.parse(date);
            Duration time = t < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(t));
            boolean positive = !period.isNegative() && !time.isNegative() && !(period.isZero() && time.isZero());
            boolean small = period.toTotalMonths() <= 1_200 && period.getDays() <= 36_525 && time.toDays() <= 36_525;
            return positive && small ? Optional.of(new WithinLast(period, time.truncatedTo(ChronoUnit.MICROS)))
                    : Optional.empty();
        } catch (DateTimeParseException | ArithmeticException notADuration) {
            return Optional.empty();
        }
    }
}
