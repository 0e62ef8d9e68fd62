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
        int width = Math.max(0, right - left);
        int height = Math.max(0, bottom - top);
        // With a margin of light around it, so that no neighbour lies outside.
        int stride = width + 2;
        boolean[] dark = dark(picture, left, top, width, height, threshold);
        int[] neighbours = {-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1};
        int[] stack = new int[256];
        List<Blob> blobs = new ArrayList<>();
        for (int start = stride; start < dark.length - stride; start++) {
            if (!dark[start]) {
                continue;
            }
            int depth = 0;
            int count = 0;
            int[] found = new int[16];
            stack[depth++] = start;
            dark[start] = false;
            int minX = width;
            int maxX = 0;
            int minY = height;
            int maxY = 0;
            while (depth > 0) {
                int at = stack[--depth];
                int y = at / stride - 1;
                int x = at - (y + 1) * stride - 1;
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = (top + y) * picture.width() + left + x;
                minX = Math.min(minX, x);
                maxX = Math.max(maxX, x);
                minY = Math.min(minY, y);
                maxY = Math.max(maxY, y);
                if (depth + neighbours.length > stack.length) {
                    stack = Arrays.copyOf(stack, stack.length * 2);
                }
                for (int neighbour : neighbours) {
                    int next = at + neighbour;
                    if (dark[next]) {
                        dark[next] = false;
                        stack[depth++] = next;
                    }
                }
            }
            blobs.add(new Blob(left + minX, top + minY, left + maxX + 1, top + maxY + 1,
                    Arrays.copyOf(found, count)));
        }
        return blobs;
    }

    private static boolean[] dark(Gray picture, int left, int top, int width, int height, int threshold) {
        byte[] pixels = picture.pixels();
        boolean[] dark = new boolean[(width + 2) * (height + 2)];
        for (int y = 0; y < height; y++) {
            int from = (top + y) * picture.width() + left;
            int to = (y + 1) * (width + 2) + 1;
            for (int x = 0; x < width; x++) {
                dark[to + x] = (pixels[from + x] & 255) < threshold;
            }
        }
        return dark;
    }
}
