package dev.cadenza.trigger;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.springframework.scheduling.support.CronExpression;

/**
 * Times by a cron expression of five fields (minute to weekday), or of six with seconds before them, in a time zone. A
 * local time that a change of the clocks leaves out comes at the next full second that there is; one that comes twice
 * counts once.
 */
record CronTimes(CronExpression cron, ZoneId zone) {

    static final Duration SHORTEST = Duration.ofMinutes(1);

    /** @throws IllegalArgumentException where it is no cron expression */
    static CronTimes of(String cron, ZoneId zone) {
        String words = cron.strip();
        return new CronTimes(CronExpression.parse(words.split("\\s+").length == 5 ? "0 " + words : words), zone);
    }

    /** The first time after this one; empty where there is none any more. */
    Optional<Instant> after(Instant time) {
        return Optional.ofNullable(cron.next(ZonedDateTime.ofInstant(time, zone))).map(ZonedDateTime::toInstant);
    }

    /** Whether some of its next times are nearer to each other than a minute. */
    boolean tooOften(Instant now) {
        Instant last = null;
        Instant from = now;
        for (int i = 0; i < 10; i++) {
            Optional<Instant> next = after(from);
            if (next.isEmpty()) {
                return false;
            }
            if (last != null && Duration.between(last, next.get()).compareTo(SHORTEST) < 0) {
                return true;
            }
            last = next.get();
            from = last;
        }
        return false;
    }
}
