package dev.cadenza.card;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ink that hangs together: a letter, a part of one, a line, a logo.
 *
 * @param right first column behind it
 * @param bottom first row below it
 * @param pixels positions in the picture, row by row
 */
record Blob(int left, int top, int right, int bottom, int[] pixels) {

    int width() {
        return right - left;
    }

    int height() {
        return bottom - top;
    }

    double centre() {
        return (left + right) / 2.0;
    }

    /** All blobs of the dark within a part of the picture. */
    static List<Blob> in(Gray picture, int left, int top, int right, int bottom, int threshold) {
        int width = right - left;
        int height = bottom - top;
        boolean[] seen = new boolean[Math.max(0, width * height)];
        int[] stack = new int[seen.length];
        List<Blob> blobs = new ArrayList<>();
        byte[] pixels = picture.pixels();
        int column = 0;
        int row = top * picture.width() + left;
        for (int start = 0; start < seen.length; start++, column++) {
            if (column == width) {
                column = 0;
                row += picture.width();
            }
            if ((pixels[row + column] & 255) >= threshold || seen[start]) {
                continue;
            }
            int depth = 0;
            int count = 0;
            int[] found = new int[16];
            stack[depth++] = start;
            seen[start] = true;
            int minX = width;
            int maxX = 0;
            int minY = height;
            int maxY = 0;
            while (depth > 0) {
                int at = stack[--depth];
                int x = at % width;
                int y = at / width;
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = (top + y) * picture.width() + left + x;
                minX = Math.min(minX, x);
                maxX = Math.max(maxX, x);
                minY = Math.min(minY, y);
                maxY = Math.max(maxY, y);
                for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
                    for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                        int next = ny * width + nx;
                        if (!seen[next] && picture.at(left + nx, top + ny) < threshold) {
                            seen[next] = true;
                            stack[depth++] = next;
                        }
                    }
                }
            }
            blobs.add(new Blob(left + minX, top + minY, left + maxX + 1, top + maxY + 1,
                    Arrays.copyOf(found, count)));
        }
        return blobs;
    }
}
