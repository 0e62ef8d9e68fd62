package dev.cadenza.card;

import java.util.Arrays;

/**
 * How far the lines of a picture are turned. Seen along its lines, text is a sequence of full and empty rows; the
 * angle at which neighbouring rows differ most is the one of the text. Lines and edges, which are longer than any word,
 * are left out.
 */
final class Skew {

    private static final int SIDE = 640;
    private static final double COARSE = 1;
    private static final double FINE = 0.1;
    /** Text upright beats text on its side unless the latter is clearer by this factor. */
    private static final double UPRIGHT = 1.15;

    private final float[] xs;
    private final float[] ys;
    private final int size;
    private final double diagonal;

    private Skew(Gray ink) {
        int square = Math.max(1, Math.max(ink.width(), ink.height()) / SIDE);
        Gray small = ink.reduced(square);
        int threshold = Math.min(200, small.threshold() + 10);
        int longest = Math.max(small.width(), small.height()) / 3;
        int[] text = Blob.in(small, 0, 0, small.width(), small.height(), threshold).stream()
                .filter(blob -> blob.width() < longest && blob.height() < longest)
                .flatMapToInt(blob -> Arrays.stream(blob.pixels())).toArray();
        size = text.length;
        xs = new float[size];
        ys = new float[size];
        for (int i = 0; i < size; i++) {
            xs[i] = text[i] % small.width() - small.width() / 2f + scatter(i * 2);
            ys[i] = text[i] / small.width() - small.height() / 2f + scatter(i * 2 + 1);
        }
        diagonal = Math.hypot(small.width(), small.height());
    }

    /**
     * Degrees by which the picture must be turned against the clock for its lines to lie level, from -90 to 90.
     * Whether they stand on their heads then is not said.
     */
    static double of(Gray ink) {
        Skew skew = new Skew(ink);
        if (skew.size < 50) {
            return 0;
        }
        double best = 0;
        double bestScore = -1;
        for (double angle = -90; angle < 90; angle += COARSE) {
            double score = skew.score(angle) * (Math.abs(angle) <= 45 ? UPRIGHT : 1);
            if (score > bestScore) {
                bestScore = score;
                best = angle;
            }
        }
        double centre = best;
        bestScore = -1;
        for (double angle = centre - COARSE; angle <= centre + COARSE; angle += FINE) {
            double score = skew.score(angle);
            if (score > bestScore) {
                bestScore = score;
                best = angle;
            }
        }
        return Math.round(best * 10) / 10.0;
    }

    /** Pixels stand on a grid, whose own rows, at 45 degrees above all, would outdo those of any text. */
    private static float scatter(int number) {
        int mixed = number * 0x9E3779B9;
        mixed ^= mixed >>> 15;
        return (mixed * 0x85EBCA6B >>> 8) / (float) (1 << 24) - 0.5f;
    }

    private double score(double degrees) {
        double angle = Math.toRadians(degrees);
        float sin = (float) Math.sin(angle);
        float cos = (float) Math.cos(angle);
        int[] rows = new int[(int) diagonal + 3];
        float middle = rows.length / 2f;
        for (int i = 0; i < size; i++) {
            // Turned against the clock, with y downwards.
            rows[(int) (middle - xs[i] * sin + ys[i] * cos)]++;
        }
        double score = 0;
        for (int i = 1; i < rows.length; i++) {
            double difference = rows[i] - rows[i - 1];
            score += difference * difference;
        }
        return score;
    }
}
