package dev.cadenza.card;

import java.util.Arrays;
import java.util.List;

/**
 * How far the lines of a picture are turned. Seen along its lines, text is a sequence of full and empty rows; the
 * angle at which neighbouring rows differ most is the one of the text. Lines and edges, which are longer than any
 * word, are left out. Whether lines or columns of letters have been found is told by the letters: they stand closer to
 * their neighbours on the line than to those above and below.
 */
final class Skew {

    private static final int SIDE = 640;
    private static final int LETTER_SIDE = 1_400;
    private static final int MOST_LETTERS = 1_500;
    private static final double COARSE = 1;
    private static final double FINE = 0.1;
    private static final double NEAR = 25;

    private final float[] xs;
    private final float[] ys;
    private final int size;
    private final double diagonal;

    private Skew(Gray ink) {
        Gray small = ink.reduced(Math.max(1, Math.max(ink.width(), ink.height()) / SIDE));
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
        double lying = skew.best(-45, 45);
        double standing = skew.best(45, 135);
        double[] directions = directions(ink);
        double angle = votes(directions, standing) > votes(directions, lying) ? standing : lying;
        double fine = angle;
        double bestScore = -1;
        for (double other = angle - COARSE; other <= angle + COARSE; other += FINE) {
            double score = skew.score(other);
            if (score > bestScore) {
                bestScore = score;
                fine = other;
            }
        }
        return Math.round((fine > 90 ? fine - 180 : fine) * 10) / 10.0;
    }

    private double best(double from, double to) {
        double best = from;
        double bestScore = -1;
        for (double angle = from; angle < to; angle += COARSE) {
            double score = score(angle);
            if (score > bestScore) {
                bestScore = score;
                best = angle;
            }
        }
        return best;
    }

    /** In which direction each letter has its nearest neighbour, in degrees. */
    private static double[] directions(Gray ink) {
        Gray picture = ink.reduced(Math.max(1, Math.max(ink.width(), ink.height()) / LETTER_SIDE));
        List<Blob> letters = Blob.in(picture, 0, 0, picture.width(), picture.height(), 128).stream()
                .filter(blob -> blob.pixels().length >= 8 && Math.max(blob.width(), blob.height()) >= 5
                        && Math.max(blob.width(), blob.height()) < 90)
                .limit(MOST_LETTERS).toList();
        double[] directions = new double[letters.size()];
        int found = 0;
        for (Blob letter : letters) {
            double nearest = Math.max(letter.width(), letter.height()) * 2.5;
            double direction = Double.NaN;
            for (Blob other : letters) {
                double dx = other.centre() - letter.centre();
                double dy = (other.top() + other.bottom() - letter.top() - letter.bottom()) / 2.0;
                double distance = Math.hypot(dx, dy);
                boolean alike = Math.max(other.width(), other.height()) * 2.2 > Math.max(letter.width(),
                        letter.height());
                if (other != letter && alike && distance < nearest) {
                    nearest = distance;
                    direction = Math.toDegrees(Math.atan2(dy, dx));
                }
            }
            if (!Double.isNaN(direction)) {
                directions[found++] = direction;
            }
        }
        return Arrays.copyOf(directions, found);
    }

    private static long votes(double[] directions, double angle) {
        return Arrays.stream(directions).filter(direction -> Math.abs(Math.IEEEremainder(direction - angle,
                180)) < NEAR)
                .count();
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
        int[] rows = new int[(int) diagonal + 5];
        float middle = rows.length / 2f;
        float[] across = xs;
        float[] down = ys;
        for (int i = 0; i < across.length; i++) {
            // Turned against the clock, with y downwards.
            rows[(int) (middle - across[i] * sin + down[i] * cos)]++;
        }
        double score = 0;
        for (int i = 1; i < rows.length; i++) {
            double difference = rows[i] - rows[i - 1];
            score += difference * difference;
        }
        return score;
    }
}
