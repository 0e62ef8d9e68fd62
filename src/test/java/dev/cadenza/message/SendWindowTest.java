package dev.cadenza.message;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendWindowTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Set<DayOfWeek> WEEKDAYS = EnumSet.range(MONDAY, FRIDAY);
    private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);

    private static SendWindow window(String start, String end, Set<DayOfWeek> days, ZoneId zone) {
        return new SendWindow(LocalTime.parse(start), LocalTime.parse(end), days, zone);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "2026-06-03T06:59:59Z, 2026-06-03T07:00:00Z", // Wednesday, before 09:00
        "2026-06-03T07:00:00Z, 2026-06-03T07:00:00Z", // opens
        "2026-06-03T15:59:59Z, 2026-06-03T15:59:59Z", // last second
        "2026-06-03T16:00:00Z, 2026-06-04T07:00:00Z", // closed at 18:00
        "2026-06-05T16:00:00Z, 2026-06-08T07:00:00Z", // Friday evening to Monday
        "2026-06-06T10:00:00Z, 2026-06-08T07:00:00Z", // Saturday
        "2026-06-06T22:30:00Z, 2026-06-08T07:00:00Z", // already Sunday in Berlin
    })
    void lateMessagesWaitForTheNextOpening(Instant at, Instant expected) {
        SendWindow window = window("09:00", "18:00", WEEKDAYS, BERLIN);

        assertThat(window.next(at)).isEqualTo(expected);
        assertThat(window.isOpen(at, BERLIN)).isEqualTo(at.equals(expected));
    }

    @Test
    void theHoursKeepTheirLocalTimeWhenClocksChange() {
        SendWindow window = window("09:00", "18:00", EVERY_DAY, BERLIN);

        assertThat(window.next(Instant.parse("2026-03-28T20:00:00Z"))).as("spring forward")
                .isEqualTo("2026-03-29T07:00:00Z");
        assertThat(window.next(Instant.parse("2026-10-24T20:00:00Z"))).as("fall back")
                .isEqualTo("2026-10-25T08:00:00Z");
    }

    @Test
    void anHourThatDoesNotExistIsShiftedForward() {
        SendWindow window = window("02:15", "02:45", EVERY_DAY, BERLIN);

        assertThat(window.next(Instant.parse("2026-03-29T00:00:00Z"))).isEqualTo("2026-03-29T01:15:00Z"); // 03:15
        assertThat(window.isOpen(Instant.parse("2026-03-29T01:44:59Z"), BERLIN)).isTrue();
        assertThat(window.next(Instant.parse("2026-03-29T01:45:00Z"))).isEqualTo("2026-03-30T00:15:00Z");
    }

    @Test
    void aWindowThatAClockChangeSwallowsIsLeftOutForThatDay() {
        SendWindow window = window("02:30", "03:15", Set.of(SUNDAY), BERLIN);

        assertThat(window.next(Instant.parse("2026-03-29T00:00:00Z"))).isEqualTo("2026-04-05T00:30:00Z");
    }

    @Test
    void ofAnHourThatComesTwiceTheFirstCounts() {
        SendWindow window = window("02:15", "02:45", EVERY_DAY, BERLIN);

        assertThat(window.next(Instant.parse("2026-10-25T00:00:00Z"))).isEqualTo("2026-10-25T00:15:00Z"); // summer time
        assertThat(window.next(Instant.parse("2026-10-25T01:15:00Z"))).as("02:15 for the second time")
                .isEqualTo("2026-10-26T01:15:00Z");
    }

    @Test
    void midnightAsTheEndIsTheEndOfTheDay() {
        SendWindow window = window("20:00", "00:00", Set.of(MONDAY), BERLIN);

        assertThat(window.isOpen(Instant.parse("2026-06-08T21:59:59Z"), BERLIN)).isTrue();
        assertThat(window.next(Instant.parse("2026-06-08T22:00:00Z"))).isEqualTo("2026-06-15T18:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/Havana", "Africa/Cairo", "Asia/Kolkata", "Pacific/Apia",
        "Australia/Lord_Howe", "America/St_Johns"})
    void anAlwaysOpenWindowIsNeverClosed(String zone) {
        SendWindow window = SendWindow.always(ZoneId.of(zone));
        Instant start = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneId.of(zone)).toInstant();

        for (int halfHour = 0; halfHour < 366 * 48; halfHour++) {
            Instant at = start.plusSeconds(halfHour * 1800L);
            assertThat(window.next(at)).isEqualTo(at);
        }
    }

    @Test
    void theHoursCanBeReadInAnotherZone() {
        SendWindow window = window("09:00", "18:00", WEEKDAYS, BERLIN);
        Instant noonInBerlin = Instant.parse("2026-06-03T10:00:00Z");

        assertThat(window.next(noonInBerlin, ZoneId.of("America/New_York"))).isEqualTo("2026-06-03T13:00:00Z");
        assertThat(window.isOpen(noonInBerlin, ZoneId.of("America/New_York"))).isFalse();
    }

    @Test
    void aWindowDoesNotCrossMidnightAndHasADay() {
        assertThatIllegalArgumentException().isThrownBy(() -> window("22:00", "06:00", EVERY_DAY, BERLIN));
        assertThatIllegalArgumentException().isThrownBy(() -> window("09:00", "09:00", EVERY_DAY, BERLIN));
        assertThatIllegalArgumentException().isThrownBy(() -> window("09:00", "18:00", Set.of(), BERLIN));
    }
}
