package dev.cadenza.message;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class PaceEstimateTest {

    private static final ZoneId UTC = ZoneOffset.UTC;
    private static final Instant WEDNESDAY = Instant.parse("2026-06-03T10:00:00Z");
    private static final SendWindow OFFICE = new SendWindow(LocalTime.of(9, 0), LocalTime.of(18, 0),
            EnumSet.range(MONDAY, FRIDAY), UTC);

    private static PaceEstimate estimate(Pace pace, SendWindow window, long ahead) {
        return PaceEstimate.of(pace, window, UTC, WEDNESDAY, ahead);
    }

    @Test
    void anUnlimitedLaneIsDoneAtOnce() {
        assertThat(estimate(new Pace(null, 0, UTC, null, 0, null), OFFICE, 100_000))
                .isEqualTo(new PaceEstimate(WEDNESDAY, false));
    }

    @Test
    void gapsAddUpAndGoOnInTheNextWindow() {
        Pace pace = new Pace(null, 3600, UTC, null, 0, null);

        assertThat(estimate(pace, OFFICE, 7).at()).isEqualTo("2026-06-03T17:00:00Z");
        assertThat(estimate(pace, OFFICE, 8).at()).isEqualTo("2026-06-04T09:00:00Z");
        assertThat(estimate(pace, OFFICE, 8).limited()).isFalse();
    }

    @Test
    void aDailyLimitLeavesTheRestToTheFollowingDays() {
        Pace pace = new Pace(50, 0, UTC, LocalDate.of(2026, 6, 3), 48, null);

        assertThat(estimate(pace, OFFICE, 1)).isEqualTo(new PaceEstimate(WEDNESDAY, false));
        assertThat(estimate(pace, OFFICE, 2)).isEqualTo(
                new PaceEstimate(Instant.parse("2026-06-04T09:00:00Z"), true));
        assertThat(estimate(pace, OFFICE, 2 + 100).at()).as("Monday, after Thursday and Friday")
                .isEqualTo("2026-06-08T09:00:00Z");
    }

    @Test
    void theGapThatRunsIsCounted() {
        Pace pace = new Pace(null, 120, UTC, null, 0, WEDNESDAY.plusSeconds(90));

        assertThat(estimate(pace, SendWindow.always(UTC), 0).at()).isEqualTo(WEDNESDAY.plusSeconds(90));
    }
}
