package dev.cadenza.intake;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PositionedReaderTest {

    private static final String[] PARTS = {"a", "ü", "€", "\uD83D\uDE80", "\"", "\"\"", ",", "\r\n", "\n", "\r", ",", "\"x\ny\"",
        "\"p\r\nq\"", "\"\r\"", "long cell with words", "\n\n"};

    /** Wherever a record is said to begin, reading from there on gives the same records. */
    @ParameterizedTest
    @EnumSource(Encoding.class)
    void aRecordCanBeReadAgainFromWhereItBegins(Encoding encoding) throws IOException {
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 400; i++) {
                text.append(PARTS[random.nextInt(PARTS.length)]);
            }
            byte[] file = text.toString().getBytes(encoding.charset());
            List<Long> ends = new ArrayList<>();
            List<List<String>> all = records(file, 0, encoding, ends);
            for (int i = 0; i + 1 < all.size(); i += 1 + random.nextInt(4)) {
                List<List<String>> rest = records(file, ends.get(i), encoding, new ArrayList<>());
                assertThat(rest).as("seed %d, record %d", seed, i).isEqualTo(all.subList(i + 1, all.size()));
            }
        }
    }

    @Test
    void textIsDecodedAsByADecoder() throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] file = new byte[random.nextInt(60)];
            random.nextBytes(file);
            String text = new String(file, StandardCharsets.UTF_8).replace("\uFFFD", "");
            assertThat(read(file, Encoding.UTF_8).replace("\uFFFD", "")).isEqualTo(text);
            assertThat(read(file, Encoding.WINDOWS_1252)).isEqualTo(new String(file, "windows-1252"));
        }
    }

    private static String read(byte[] file, Encoding encoding) throws IOException {
        StringWriter text = new StringWriter();
        PositionedReader.of(new Dribble(file, 0), 0, encoding).transferTo(text);
        return text.toString();
    }

    private static List<List<String>> records(byte[] file, long from, Encoding encoding, List<Long> ends)
            throws IOException {
        PositionedReader reader = PositionedReader.of(new Dribble(file, (int) from), from, encoding);
        CsvProbe probe = new CsvProbe(reader.lines());
        List<CsvProbe.Probed> records = new ArrayList<>();
        try (CsvReader<CsvProbe.Probed> csv = CsvFormat.reader(',', reader, probe)) {
            csv.forEach(records::add);
        }
        records.forEach(record -> ends.add(probe.end(record, file.length)));
        return records.stream().map(CsvProbe.Probed::cells).toList();
    }

    /** Gives few bytes at a time, odd numbers of them among others. */
    private static final class Dribble extends InputStream {

        private final InputStream in;
        private final Random random = new Random(5);

        Dribble(byte[] file, int from) {
            in = new ByteArrayInputStream(file, from, file.length - from);
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return in.read(target, offset, Math.min(length, 1 + random.nextInt(7)));
        }
    }
}
