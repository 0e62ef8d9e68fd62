package dev.cadenza.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendingHoursTest {

    @Test
    void fewMessagesSayNothing() {
        SendingHours.Answer answer = SendingHours.answer("UTC", List.of(hour(9, 99, 90, 9), hour(10, 5000, 10, 0)));

        assertThat(answer.enough()).isFalse();
        assertThat(answer.bestForOpens()).isNull();
        assertThat(answer.words()).startsWith("Too little to tell");
        assertThat(answer.hours()).hasSize(2);
    }

    @Test
    void anHourThatIsClearlyBetterIsTheBest() {
        SendingHours.Answer answer = SendingHours.answer("UTC", List.of(hour(9, 1000, 400, 30), hour(14, 1000, 200, 28),
                hour(16, 3, 3, 3)));

        assertThat(answer.enough()).isTrue();
        assertThat(answer.bestForOpens()).isNotNull().satisfies(best -> assertThat(best.hour()).isEqualTo(9));
        assertThat(answer.bestForReplies()).as("30 and 28 of 1000 are no difference").isNull();
        assertThat(answer.words()).contains("opened is what is sent on Monday from 09:00 to 10:00")
                .contains("No hour stands out for being answered");
    }

    @Test
    void aHighRateOfFewIsNotTakenForBetter() {
        SendingHours.Answer answer = SendingHours.answer("UTC", List.of(hour(9, 100, 24, 0),
                hour(14, 10_000, 2000, 0)));

        assertThat(answer.bestForOpens()).isNull();
    }

    private static SendingHours.Hour hour(int hour, long sent, long opened, long replied) {
        return new SendingHours.Hour(DayOfWeek.MONDAY, hour, sent, opened, replied, (double) opened / sent,
                (double) replied / sent);
    }
}
