package dev.cadenza.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadenza.problem.Rejected;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalDaysTest {

    private static final Clock NOW = Clock.fixed(Instant.parse("2026-07-01T22:30:00Z"), ZoneOffset.UTC);

    @Test
    void withoutARangeTheyAreTheLastThirtyOfThePlace() {
        LocalDays days = LocalDays.of(null, null, "Europe/Berlin", NOW);

        assertThat(days.last()).isEqualTo(LocalDate.of(2026, 7, 2));
        assertThat(days.days()).hasSize(30).startsWith(LocalDate.of(2026, 6, 3));
    }

    @Test
    void theOffsetChangesWhereTheClocksDo() {
        LocalDays days = LocalDays.of(LocalDate.of(2026, 3, 28), LocalDate.of(2026, 3, 29), "Europe/Berlin", NOW);

        assertThat(days.since()).containsExactly(Instant.parse("2026-03-27T23:00:00Z"),
                Instant.parse("2026-03-29T01:00:00Z"));
        assertThat(days.offsets()).containsExactly(3600, 7200);
    }

    @ParameterizedTest
    @CsvSource({"Asia/Kolkata, 19800", "Asia/Kathmandu, 20700", "Australia/Lord_Howe, 37800", "+05:45, 20700"})
    void halfAndQuarterHoursAreExact(String timezone, int offset) {
        assertThat(LocalDays.of(null, null, timezone, NOW).offsets()).containsExactly(offset);
    }

    @Test
    void everyTimezoneOfTodayHasQuarterHours() {
        assertThat(ZoneId.getAvailableZoneIds()).allSatisfy(zone ->
                assertThat(LocalDays.of(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31), zone, NOW).offsets())
                        .isNotEmpty());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "2026-03-10, 2026-03-01, UTC, to", "2025-01-01, 2026-06-01, UTC, to", "1999-12-31, -, UTC, from",
        "-, +12026-01-01, UTC, to", "-, -, Mars/Olympus, timezone", "-, -, +05:53, timezone"})
    void whatIsNoRangeOrPlaceIsNamed(LocalDate from, LocalDate to, String timezone, String field) {
        assertThatThrownBy(() -> LocalDays.of(from, to, timezone, NOW)).isInstanceOfSatisfying(Rejected.class,
                rejected -> assertThat(rejected.errors().get(0).field()).isEqualTo(field));
    }
}
