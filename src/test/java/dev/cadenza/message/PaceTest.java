package dev.cadenza.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Instant NOON = Instant.parse("2026-06-03T12:00:00Z");

    @Test
    void withoutLimitAndGapEverythingMayGo() {
        Pace pace = new Pace(null, 0, NEW_YORK, null, 0, null);

        assertThat(pace.limited()).isFalse();
        assertThat(pace.available(NOON, 500)).isEqualTo(500);
    }

    @Test
    void theLimitHoldsForACalendarDayOfTheZone() {
        Pace pace = new Pace(50, 0, NEW_YORK, null, 0, null).take(48, NOON);

        assertThat(pace.available(NOON, 500)).isEqualTo(2);
        Instant lateThatDay = Instant.parse("2026-06-04T03:59:59Z");
        assertThat(pace.take(2, lateThatDay).available(lateThatDay, 500)).isZero();
        assertThat(pace.take(2, lateThatDay).available(Instant.parse("2026-06-04T04:00:00Z"), 500)).isEqualTo(50);
        assertThat(pace.nextDay(NOON)).isEqualTo("2026-06-04T04:00:00Z");
    }

    @Test
    void aLimitThatWasLoweredBelowWhatWentLetsNothingGo() {
        assertThat(new Pace(10, 0, NEW_YORK, LocalDate.of(2026, 6, 3), 30, null).available(NOON, 500)).isZero();
    }

    @Test
    void aGapLetsOneGoAtATime() {
        Pace pace = new Pace(null, 120, NEW_YORK, null, 0, null);

        assertThat(pace.available(NOON, 500)).isEqualTo(1);
        Pace after = pace.take(1, NOON);
        assertThat(after.available(NOON.plusSeconds(119), 500)).isZero();
        assertThat(after.available(NOON.plusSeconds(120), 500)).isEqualTo(1);
    }

    @Test
    void aDayOfChangingClocksIsOneDay() {
        Pace pace = new Pace(50, 0, ZoneId.of("Europe/Berlin"), null, 0, null);

        assertThat(pace.nextDay(Instant.parse("2026-03-28T23:30:00Z"))).isEqualTo("2026-03-29T22:00:00Z");
        assertThat(pace.nextDay(Instant.parse("2026-10-24T22:30:00Z"))).isEqualTo("2026-10-25T23:00:00Z");
    }
}
