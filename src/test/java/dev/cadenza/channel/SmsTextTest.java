package dev.cadenza.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsTextTest {

    @ParameterizedTest
    @CsvSource({
        "a, 160, GSM_7, 1, 0", "a, 161, GSM_7, 2, 145", "a, 306, GSM_7, 2, 0", "a, 307, GSM_7, 3, 152",
        "ж, 70, UCS_2, 1, 0", "ж, 71, UCS_2, 2, 63", "€, 80, GSM_7, 1, 0", "€, 81, GSM_7, 2, 143",
        "😀, 35, UCS_2, 1, 0", "😀, 36, UCS_2, 2, 61", "ö, 160, GSM_7, 1, 0", "ç, 1, UCS_2, 1, 69",
    })
    void countsSegments(String character, int times, SmsText.Encoding encoding, int segments, int left) {
        SmsText sms = SmsText.of(character.repeat(times));

        assertThat(sms.encoding()).isEqualTo(encoding);
        assertThat(sms.segments()).isEqualTo(segments);
        assertThat(sms.left()).isEqualTo(left);
        assertThat(String.join("", sms.parts())).isEqualTo(character.repeat(times));
    }

    @Test
    void cutsNoCharacterInTwo() {
        assertThat(SmsText.of("a".repeat(152) + "€" + "a".repeat(10)).parts()).containsExactly("a".repeat(152),
                "€" + "a".repeat(10));
        assertThat(SmsText.of("ж".repeat(66) + "😀" + "ж".repeat(10)).parts()).containsExactly("ж".repeat(66),
                "😀" + "ж".repeat(10));
    }

    @Test
    void saysWhichCharactersMakeItDear() {
        assertThat(SmsText.of("Don’t “worry” – it’s fine").beyondGsm()).containsExactly("’", "“", "”", "–");
        assertThat(SmsText.of("").segments()).isZero();
    }
}
