package dev.cadenza.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaTest {

    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"0.2", "1", "7", "50", "1000"})
    void sendsNoMoreThanItsRateInTheLongRunAndAllOfIt(String perSecond) {
        Quota quota = new Quota(null, new BigDecimal(perSecond), null, 0, null);
        Duration run = Duration.ofMinutes(2);
        long sent = 0;
        for (Instant now = START; now.isBefore(START.plus(run)); now = now.plusMillis(200)) {
            int going = quota.available(now, 500);
            quota = going == 0 ? quota : quota.take(going, now);
            sent += going;
        }
        double allowed = Double.parseDouble(perSecond) * run.toSeconds();

        assertThat((double) sent).isBetween(allowed * 0.9 - 1, allowed * 1.01 + 1 + Double.parseDouble(perSecond) / 4);
    }

    @Test
    void aDayBeginsAtMidnightUtc() {
        Quota quota = new Quota(3, null, null, 0, null).take(2, START);

        assertThat(quota.available(START, 10)).isEqualTo(1);
        assertThat(quota.take(1, START).available(START.plusSeconds(60), 10)).isZero();
        assertThat(quota.take(1, START).available(START.plus(Duration.ofHours(14)), 10)).isEqualTo(3);
    }

    @Test
    void withoutLimitsEverythingGoes() {
        assertThat(Quota.NONE.limited()).isFalse();
        assertThat(Quota.NONE.available(START, 500)).isEqualTo(500);
    }
}
