package dev.cadenza.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads drawn cards, from the picture to the fields, and holds the share of fields that are right to the letter and its
 * marks. The cards of the ordinary run come from seeds that no rule was tuned on; who tunes rules looks at the cards of
 * {@code -Dcadenza.cards.seeds=}{@value #TUNING} and no others. {@code -Dcadenza.cards.drawn=500} draws as many of each
 * kind.
 */
class CardReadingTest {

    private static final Logger LOG = LoggerFactory.getLogger(CardReadingTest.class);
    private static final int DRAWN = Integer.getInteger("cadenza.cards.drawn", 0);
    private static final int CLEAN = DRAWN > 0 ? DRAWN : 120;
    private static final int WORN = DRAWN > 0 ? DRAWN : 80;
    /** Whose cards may be looked at one by one to better the rules. */
    private static final long TUNING = 20_260_420;
    private static final long[] SEEDS = Arrays.stream(System.getProperty("cadenza.cards.seeds", "1001,2002,3003,4004")
            .split(",")).mapToLong(Long::parseLong).toArray();

    private static Tesseract tesseract;

    @BeforeAll
    static void unpack(@TempDir Path directory) throws IOException {
        try (InputStream in = CardReadingTest.class.getResourceAsStream("/tessdata/eng.traineddata")) {
            Files.copy(in, directory.resolve("eng.traineddata"));
        }
        tesseract = new Tesseract(directory, "eng", Duration.ofSeconds(60));
    }

    @AfterAll
    static void close() {
        tesseract.close();
    }

    @Test
    void ofCleanCardsNineteenOfTwentyFieldsAreRight() {
        Score score = new Score();
        for (long seed : seeds(CLEAN)) {
            DrawnCard card = DrawnCard.any(new Random(seed));
            score.add(card.person(), read(card.image()), card.layout());
        }
        score.report("clean");
        assertThat(score.share()).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void ofWornCardsFourOfFiveFieldsAreRight() {
        Score score = new Score();
        for (long seed : seeds(WORN)) {
            Random random = new Random(seed);
            DrawnCard card = DrawnCard.any(random);
            Wear.Worn worn = Wear.any(card.image(), random);
            score.add(card.person(), read(worn.image()), card.layout() + ", " + worn.how());
        }
        score.report("worn");
        assertThat(score.share()).isGreaterThanOrEqualTo(0.80);
    }

    /** One for each card, as many of each of {@link #SEEDS}, and far from each other: neighbours draw alike. */
    private static long[] seeds(int cards) {
        return Arrays.stream(SEEDS).flatMap(seed -> new SplittableRandom(seed).longs(cards / SEEDS.length)).toArray();
    }

    private static CardFields read(BufferedImage image) {
        PictureReader.Reading reading = new PictureReader(tesseract).read(image);
        return new CardParser(null).parse(reading.lines());
    }

    /** Fields that are right: each letter, each mark, each digit. */
    private static final class Score {

        private final Map<String, int[]> fields = new TreeMap<>();
        private int right;
        private int rightButForMarks;
        private int all;

        void add(Person person, CardFields fields, String how) {
            Map<String, String[]> pairs = new LinkedHashMap<>();
            // Many cards print names in capitals, and who writes mails does not.
            pairs.put("name", pair(person.name().toLowerCase(), text(fields, CardField.NAME).toLowerCase()));
            pairs.put("title", pair(person.title(), text(fields, CardField.TITLE)));
            pairs.put("company", pair(person.company(), text(fields, CardField.COMPANY)));
            pairs.put("email", pair(person.email(), text(fields, CardField.EMAIL)));
            pairs.put("website", pair(person.website(), text(fields, CardField.WEBSITE)));
            pairs.put("address", pair(String.join(", ", person.address()), text(fields, CardField.ADDRESS)));
            String mobile = PhoneNumbers.digits(person.mobile());
            pairs.put("mobile", pair(mobile, fields.phones().stream().map(phone -> PhoneNumbers.digits(phone.number()))
                    .filter(mobile::equals).findFirst().orElse(fields.phones().toString())));
            if (!person.linkedin().isEmpty()) {
                pairs.put("linkedin", pair("https://www." + person.linkedin(), text(fields, CardField.LINKEDIN)));
            }
            pairs.forEach((field, pair) -> count(field, pair, how));
        }

        private void count(String field, String[] pair, String how) {
            int[] counts = fields.computeIfAbsent(field, name -> new int[2]);
            counts[1]++;
            all++;
            if (pair[0].equals(pair[1])) {
                counts[0]++;
                right++;
                rightButForMarks++;
            } else {
                rightButForMarks += Lexicon.fold(pair[0]).equals(Lexicon.fold(pair[1])) ? 1 : 0;
                LOG.info("{}: '{}' was read as '{}' ({})", field, pair[0], pair[1], how);
            }
        }

        void report(String kind) {
            StringBuilder each = new StringBuilder();
            fields.forEach((field, counts) -> each.append(" %s %.1f".formatted(field, 100.0 * counts[0] / counts[1])));
            LOG.info("Of {} fields of {} cards {} % are right, {} % but for marks on letters:{}", all, kind,
                    "%.1f".formatted(100 * share()), "%.1f".formatted(100 * shareWithoutMarks()), each);
        }

        double share() {
            return right / (double) all;
        }

        double shareWithoutMarks() {
            return rightButForMarks / (double) all;
        }

        private static String[] pair(String wanted, String read) {
            return new String[] {wanted.strip(), read.replaceAll("\\s+", " ").strip()};
        }

        private static String text(CardFields fields, CardField field) {
            return fields.get(field).map(FieldValue::value).orElse("");
        }
    }
}
