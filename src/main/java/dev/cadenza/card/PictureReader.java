package dev.cadenza.card;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that can be read from one picture: codes, text, and how it lies. */
final class PictureReader {

    private static final int MAX_PIXELS = 4_000_000;

    private final TextReader text;

    PictureReader(Tesseract tesseract) {
        this.text = new TextReader(tesseract);
    }

    /**
     * What a picture says.
     *
     * @param rotation degrees by which it must be turned against the clock to stand upright
     * @param preview a small JPEG of it, upright
     */
    record Reading(List<String> codes, List<Line> lines, double rotation, byte[] preview) {

        /** The whole answer, as it is kept. */
        Map<String, Object> raw() {
            List<Map<String, Object>> printed = new ArrayList<>();
            for (Line line : lines) {
                List<Map<String, Object>> words = line.words().stream().map(Reading::raw).toList();
                printed.add(Map.of("text", line.text(), "confidence", FieldValue.rounded(line.confidence()), "words",
                        words));
            }
            Map<String, Object> raw = new LinkedHashMap<>();
            raw.put("rotation", rotation);
            raw.put("codes", codes);
            raw.put("lines", printed);
            return raw;
        }

        private static Map<String, Object> raw(Word word) {
            return Map.of("text", word.text(), "confidence", FieldValue.rounded(word.confidence()), "box",
                    List.of(word.left(), word.top(), word.right(), word.bottom()));
        }
    }

    Reading read(BufferedImage image) {
        Gray gray = Gray.of(image, MAX_PIXELS);
        List<String> codes = Codes.read(gray);
        TextReader.Text read = text.read(gray);
        return new Reading(codes, read.lines(), read.rotation(), Pictures.preview(image, read.rotation()));
    }
}
