package dev.cadenza.card;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes the paper away and leaves the ink, as black on white: whatever differs from its surroundings is ink, so
 * shadows, gradients, coloured paper and white text on a dark panel all come out alike.
 */
final class Paper {

    /** The paper's shade is the median over a window of this share of the longer side: wider than any stroke. */
    private static final int CELLS = 96;
    private static final int REACH = 4;
    private static final int SHADES = 64;
    /** Of the ink there is, the palest part that still becomes fully black. */
    private static final double FULL_BLACK = 0.55;
    private static final int LEAST_CONTRAST = 16;
    private static final double GRAIN = 2.2;
    private static final int COARSE_GRAIN = 2;
    private static final int[][] AROUND = {{-1, -1}, {0, -1}, {1, -1}, {1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}};

    private Paper() {
    }

    static Gray ink(Gray picture) {
        Gray card = withoutTable(picture);
        Difference plain = new Difference(card);
        // Most of a card is paper, so what half of all pixels differ by is the grain of the paper and the camera.
        return half(plain.histogram) > COARSE_GRAIN ? new Difference(card.smoothed()).ink() : plain.ink();
    }

    /** How far each pixel is from the paper around it. */
    private static final class Difference {

        private final Gray card;
        private final byte[] ink;
        private final int[] histogram = new int[256];

        Difference(Gray card) {
            this.card = card;
            this.ink = new byte[card.pixels().length];
            measure();
        }

        private void measure() {
            int cell = Math.max(4, Math.max(card.width(), card.height()) / CELLS);
            int columns = (card.width() + cell - 1) / cell;
            int rows = (card.height() + cell - 1) / cell;
            float[] paper = medians(card, cell, columns, rows);
            int[] left = new int[card.width()];
            float[] part = new float[card.width()];
            for (int x = 0; x < card.width(); x++) {
                float column = between(x, cell, columns);
                left[x] = (int) column;
                part[x] = column - left[x];
            }
            // One cell more than there are, so that the last has a neighbour too.
            float[] shades = new float[columns + 1];
            byte[] pixels = card.pixels();
            byte[] differences = ink;
            int[] counts = histogram;
            for (int y = 0, at = 0; y < card.height(); y++) {
                shades(paper, columns, rows, between(y, cell, rows), shades);
                for (int x = 0; x < card.width(); x++, at++) {
                    float shade = shades[left[x]] * (1 - part[x]) + shades[left[x] + 1] * part[x];
                    int difference = (int) Math.abs((pixels[at] & 255) - shade);
                    differences[at] = (byte) difference;
                    counts[difference]++;
                }
            }
        }

        Gray ink() {
            double grain = half(histogram) * GRAIN;
            double gain = 255.0 / Math.max(LEAST_CONTRAST, blackest(histogram) * FULL_BLACK - grain);
            // A difference has 256 values at most, so each is worked out once.
            byte[] shades = new byte[256];
            for (int difference = 0; difference < shades.length; difference++) {
                shades[difference] = (byte) (255 - Math.max(0, Math.min(255, (int) ((difference - grain) * gain))));
            }
            byte[] pixels = ink;
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = shades[pixels[i] & 255];
            }
            return new Gray(card.width(), card.height(), ink);
        }
    }

    /** How much the clearest ink differs from the paper: the shade that only one pixel of two hundred exceeds. */
    private static int blackest(int[] histogram) {
        long all = 0;
        for (int count : histogram) {
            all += count;
        }
        long above = 0;
        for (int i = 255; i > 0; i--) {
            above += histogram[i];
            if (above * 200 > all) {
                return i;
            }
        }
        return 1;
    }

    private static int half(int[] histogram) {
        long all = 0;
        for (int count : histogram) {
            all += count;
        }
        long below = 0;
        for (int i = 0; i < 256; i++) {
            below += histogram[i];
            if (below * 2 >= all) {
                return i;
            }
        }
        return 0;
    }

    private static float[] medians(Gray picture, int cell, int columns, int rows) {
        int[][] histograms = new int[columns * rows][SHADES];
        byte[] pixels = picture.pixels();
        for (int y = 0, at = 0; y < picture.height(); y++) {
            for (int column = 0; column < columns; column++) {
                int[] histogram = histograms[y / cell * columns + column];
                for (int end = at + Math.min(cell, picture.width() - column * cell); at < end; at++) {
                    histogram[(pixels[at] & 255) * SHADES / 256]++;
                }
            }
        }
        // Windows overlap: each differs from the one before it by what comes in and what goes out.
        float[] medians = new float[columns * rows];
        int[][] high = new int[columns][SHADES];
        for (int row = -REACH; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                add(high[column], cell(histograms, row + REACH, rows, column, columns), 1);
                add(high[column], cell(histograms, row - REACH - 1, rows, column, columns), -1);
            }
            int[] window = new int[SHADES];
            for (int column = row < 0 ? columns : -REACH; column < columns; column++) {
                add(window, column + REACH < columns ? high[column + REACH] : null, 1);
                add(window, column - REACH - 1 >= 0 ? high[column - REACH - 1] : null, -1);
                if (column >= 0) {
                    medians[row * columns + column] = median(window);
                }
            }
        }
        return medians;
    }

    private static int @Nullable [] cell(int[][] histograms, int row, int rows, int column, int columns) {
        return row < 0 || row >= rows ? null : histograms[row * columns + column];
    }

    private static void add(int[] window, int @Nullable [] part, int sign) {
        if (part != null) {
            for (int i = 0; i < SHADES; i++) {
                window[i] += sign * part[i];
            }
        }
    }

    private static float median(int[] window) {
        int count = Arrays.stream(window).sum();
        int below = 0;
        for (int i = 0; i < SHADES; i++) {
            if ((below + window[i]) * 2 >= count) {
                float part = window[i] == 0 ? 0 : (count / 2f - below) / window[i];
                return (i + part) * 256 / SHADES;
            }
            below += window[i];
        }
        return 255;
    }

    /** Between the middles of which two cells a pixel lies, and how far from the first. */
    private static float between(int pixel, int cell, int cells) {
        return Math.max(0, Math.min(cells - 1, (pixel + 0.5f) / cell - 0.5f));
    }

    /** The paper's shades along one row of pixels, at the middles of its cells. */
    private static void shades(float[] paper, int columns, int rows, float row, float[] shades) {
        int top = (int) row;
        int bottom = Math.min(rows - 1, top + 1);
        for (int column = 0; column < columns; column++) {
            shades[column] = paper[top * columns + column] * (1 - row + top)
                    + paper[bottom * columns + column] * (row - top);
        }
        shades[columns] = shades[columns - 1];
    }

    /**
     * A card that was photographed on something darker: the table around it becomes paper too. Pictures that are
     * filled by the card are left as they are.
     */
    private static Gray withoutTable(Gray picture) {
        Gray small = picture.reduced(Math.max(1, Math.max(picture.width(), picture.height()) / 300));
        int threshold = small.threshold();
        boolean[] table = floodDarkBorder(small, threshold);
        int covered = 0;
        for (boolean part : table) {
            covered += part ? 1 : 0;
        }
        double share = covered / (double) table.length;
        if (share < 0.08 || share > 0.8 || darkShareOfBorder(small, threshold) < 0.7) {
            return picture;
        }
        byte[] pixels = picture.pixels().clone();
        int light = medianOutside(small, table);
        for (int y = 0; y < picture.height(); y++) {
            int row = Math.min(small.height() - 1, y * small.height() / picture.height()) * small.width();
            for (int x = 0; x < picture.width(); x++) {
                if (table[row + Math.min(small.width() - 1, x * small.width() / picture.width())]) {
                    pixels[y * picture.width() + x] = (byte) light;
                }
            }
        }
        return new Gray(picture.width(), picture.height(), pixels);
    }

    private static double darkShareOfBorder(Gray small, int threshold) {
        int dark = 0;
        int all = 0;
        for (int x = 0; x < small.width(); x++) {
            dark += (small.at(x, 0) < threshold ? 1 : 0) + (small.at(x, small.height() - 1) < threshold ? 1 : 0);
            all += 2;
        }
        for (int y = 0; y < small.height(); y++) {
            dark += (small.at(0, y) < threshold ? 1 : 0) + (small.at(small.width() - 1, y) < threshold ? 1 : 0);
            all += 2;
        }
        return dark / (double) all;
    }

    /** The dark that reaches the border, and one pixel around it. */
    private static boolean[] floodDarkBorder(Gray small, int threshold) {
        boolean[] table = new boolean[small.width() * small.height()];
        ArrayDeque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < table.length; i++) {
            int x = i % small.width();
            int y = i / small.width();
            if ((x == 0 || y == 0 || x == small.width() - 1 || y == small.height() - 1) && small.at(x, y) < threshold) {
                table[i] = true;
                open.add(i);
            }
        }
        while (!open.isEmpty()) {
            int i = open.remove();
            int x = i % small.width();
            int y = i / small.width();
            for (int step = 0; step < 8; step++) {
                int nx = x + AROUND[step][0];
                int ny = y + AROUND[step][1];
                if (nx < 0 || ny < 0 || nx >= small.width() || ny >= small.height() || table[ny * small.width() + nx]) {
                    continue;
                }
                table[ny * small.width() + nx] = true;
                if (small.at(nx, ny) < threshold) {
                    open.add(ny * small.width() + nx);
                }
            }
        }
        return table;
    }

    private static int medianOutside(Gray small, boolean[] table) {
        int[] histogram = new int[256];
        int count = 0;
        for (int i = 0; i < table.length; i++) {
            if (!table[i]) {
                histogram[small.pixels()[i] & 255]++;
                count++;
            }
        }
        int below = 0;
        for (int i = 0; i < 256; i++) {
            below += histogram[i];
            if (below * 2 >= count) {
                return i;
            }
        }
        return 255;
    }
}
