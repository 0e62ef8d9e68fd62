package dev.cadenza.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.concurrent.atomic.AtomicReference;
import org.camunda.bpm.engine.impl.util.ClockUtil;

/**
 * The clock of a test: stands still until it is moved, and moves the engine's clock with it.
 */
public final class TestClock extends Clock {

    /** A Wednesday, inside the default send window. */
    public static final Instant START = Instant.parse("2026-06-03T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    public TestClock() {
        set(START);
    }

    public void set(Instant instant) {
        now.set(instant.truncatedTo(ChronoUnit.MILLIS));
        ClockUtil.setCurrentTime(Date.from(now.get()));
    }

    public void advance(Duration duration) {
        set(now.get().plus(duration));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(now.get(), zone);
    }
}
