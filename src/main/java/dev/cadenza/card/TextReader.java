package dev.cadenza.card;

import java.util.List;

/** Reads the text of a picture that lies in whatever way: finds how it is turned, evens it out, and reads it. */
final class TextReader {

    /** Well enough read not to try another side. */
    private static final double SURE = 0.72;
    private static final int FEW_LETTERS = 12;

    private final Tesseract tesseract;

    TextReader(Tesseract tesseract) {
        this.tesseract = tesseract;
    }

    /**
     * What was read.
     *
     * @param rotation degrees by which the picture was turned against the clock
     */
    record Text(List<Line> lines, double rotation) {

        /** Letters that were read surely count more than many that were guessed. */
        double worth() {
            return lines.stream().flatMap(line -> line.words().stream()).filter(Text::lies)
                    .mapToDouble(word -> word.text().length() * word.confidence() * word.confidence()).sum();
        }

        /** The recognizer also reads text that stands on its side, badly, and then its boxes do too. */
        private static boolean lies(Word word) {
            return word.text().length() < 3 || word.height() < (word.right() - word.left()) * 1.5;
        }

        int letters() {
            return lines.stream().mapToInt(line -> line.text().length()).sum();
        }

        boolean sure() {
            return letters() >= FEW_LETTERS && worth() / letters() > SURE * SURE;
        }
    }

    Text read(Gray picture) {
        Gray ink = Paper.ink(picture);
        double skew = Skew.of(ink);
        Gray level = ink.transformed(skew, 1);
        double scale = TextHeight.scale(level);
        Text best = read(ink, skew, scale);
        if (!best.sure()) {
            best = better(best, read(ink, skew + 180, scale));
        }
        if (!best.sure()) {
            best = better(best, read(ink, skew + 90, scale));
            if (!best.sure()) {
                best = better(best, read(ink, skew - 90, scale));
            }
        }
        return best;
    }

    private static Text better(Text one, Text other) {
        return other.worth() > one.worth() ? other : one;
    }

    private Text read(Gray ink, double rotation, double scale) {
        Accents accents = Accents.takenFrom(ink.transformed(rotation, scale));
        return new Text(accents.putBack(tesseract.read(accents.plain(), false)), normal(rotation));
    }

    /** From -180 to 180. */
    private static double normal(double degrees) {
        return Math.IEEEremainder(degrees, 360);
    }
}
