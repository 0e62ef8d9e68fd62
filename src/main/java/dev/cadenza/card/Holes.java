package dev.cadenza.card;

import java.util.ArrayList;
import java.util.List;

/** The paper that a letter encloses: one part in an o, two in a B. */
final class Holes {

    private Holes() {
    }

    /** Of one hole: where its middle is in the letter, from 0 to 1, and how many pixels it has. */
    record Hole(double x, double y, int pixels) {
    }

    static List<Hole> in(Blob blob, Gray picture) {
        int width = blob.width() + 2;
        int height = blob.height() + 2;
        boolean[] taken = new boolean[width * height];
        for (int pixel : blob.pixels()) {
            int x = pixel % picture.width() - blob.left() + 1;
            int y = pixel / picture.width() - blob.top() + 1;
            taken[y * width + x] = true;
        }
        List<Hole> holes = new ArrayList<>();
        int[] stack = new int[taken.length];
        for (int start = 0; start < taken.length; start++) {
            if (taken[start]) {
                continue;
            }
            int depth = 0;
            stack[depth++] = start;
            taken[start] = true;
            long sumX = 0;
            long sumY = 0;
            int count = 0;
            while (depth > 0) {
                int at = stack[--depth];
                int x = at % width;
                int y = at / width;
                sumX += x;
                sumY += y;
                count++;
                int[] next = {x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, y > 0 ? at - width : -1,
                    y < height - 1 ? at + width : -1};
                for (int neighbour : next) {
                    if (neighbour >= 0 && !taken[neighbour]) {
                        taken[neighbour] = true;
                        stack[depth++] = neighbour;
                    }
                }
            }
            // The first part is the paper around the letter: it holds the corner.
            if (start != 0 && count >= 3) {
                holes.add(new Hole((sumX / (double) count - 1) / blob.width(),
                        (sumY / (double) count - 1) / blob.height(), count));
            }
        }
        return holes;
    }
}
