package dev.cadenza.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.lead.LeadValues;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CellEncoderTest {

    private static final String[] PARTS = {"a", "anna", "B", "7", "0", "42", ".", "..", "-", "_", "+", "@", " ", "ü",
        "example", ".com", ".c", ".de", "www.", "https://", "http://", "/", "?q=1", "%20", "+49", "+1", "415", "555",
        "2671", "30", "1234567", "(0)", "'", "\"", "\\", "\t", "linkedin.com/in/", "x.", "com", "@b.example.com"};

    /** What is taken the short way must come out as what is asked of the leads' own rules. */
    @ParameterizedTest
    @EnumSource(Target.class)
    void theShortWayAndTheLongWayAgree(Target target) {
        Random random = new Random(target.ordinal());
        RowBuffer out = new RowBuffer(16);
        CellEncoder encoder = new CellEncoder(out, "DE");
        for (int i = 0; i < 60_000; i++) {
            StringBuilder cell = new StringBuilder();
            for (int parts = 1 + random.nextInt(6); parts > 0; parts--) {
                cell.append(PARTS[random.nextInt(PARTS.length)]);
            }
            String raw = cell.toString();
            out.clear();
            encoder.put(target, raw.toCharArray(), 0, raw.length());
            LeadValues.Checked expected = LeadValues.check(target.field(), CellEncoder.unwrapped(raw, target), "DE");
            assertThat(written(out)).as("%s of '%s'", target, raw).isEqualTo(expected.value());
            assertThat(encoder.problem() == null).as("problem with '%s'", raw).isEqualTo(expected.error() == null);
        }
    }

    @Test
    void equalAddressesHaveEqualHashes() {
        RowBuffer out = new RowBuffer(16);
        CellEncoder encoder = new CellEncoder(out, null);

        assertThat(hash(encoder, Target.EMAIL, "Anna.Meyer@Example.com"))
                .isEqualTo(hash(encoder, Target.EMAIL, " anna.meyer@example.com "))
                .isNotEqualTo(hash(encoder, Target.EMAIL, "anna.meyer@example.org"));
        assertThat(hash(encoder, Target.PHONE, "+49 30 1234567"))
                .isEqualTo(hash(encoder, Target.PHONE, "+49 (0)30 1234567")).isNotZero();
        assertThat(hash(encoder, Target.EMAIL, "no address")).isZero();
    }

    private static long hash(CellEncoder encoder, Target target, String cell) {
        encoder.keys().clear();
        encoder.put(target, cell.toCharArray(), 0, cell.length());
        return target == Target.EMAIL ? encoder.keys().emailHash() : encoder.keys().phoneHash();
    }

    private static String written(RowBuffer out) {
        int length = ByteBuffer.wrap(out.array()).getInt();
        return length < 0 ? null : new String(out.array(), 4, length, StandardCharsets.UTF_8);
    }
}
