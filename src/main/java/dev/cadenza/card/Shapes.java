package dev.cadenza.card;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Letters whose mark is part of their shape (&ccedil; &#261; &#322; &oslash; &aelig;): told from the plain ones that
 * the recognizer takes them for by what their ink looks like.
 */
final class Shapes {

    /** Signs that are too small to count as letters. */
    private static final String SMALL_SIGNS = ".,:;'’-–—_\"·•*~^`";

    private static final int PALE = 60;

    private final Gray picture;
    private final List<Blob> bodies;
    private final List<Blob> signs;
    private final Word word;
    private final double baseline;
    private final double small;

    /** @param signs what is too small to be a letter: points, dots, commas */
    Shapes(Gray picture, List<Blob> bodies, List<Blob> signs, Word word) {
        this.picture = picture;
        this.word = word;
        this.signs = signs.stream().filter(blob -> blob.left() >= word.left() - 3 && blob.right() <= word.right() + 3
                && blob.bottom() > word.top() - 3 && blob.top() < word.bottom()).toList();
        this.bodies = bodies.stream().filter(blob -> blob.left() >= word.left() - 3 && blob.right() <= word.right() + 3
                && blob.top() >= word.top() - word.height() / 3 && blob.bottom() <= word.bottom() + word.height() / 3)
                .sorted(Comparator.comparingInt(Blob::left)).toList();
        int[] bottoms = this.bodies.stream().mapToInt(Blob::bottom).sorted().toArray();
        baseline = bottoms.length == 0 ? word.bottom() : bottoms[(bottoms.length - 1) / 3];
        int[] heights = this.bodies.stream().mapToInt(Blob::height).sorted().toArray();
        small = heights.length == 0 ? word.height() : heights[(heights.length - 1) / 4];
    }

    StringBuilder mended(StringBuilder text) {
        boolean word = text.chars().filter(Character::isDigit).count() <= 1
                && text.chars().filter(Character::isLetter).count() >= 2;
        for (Blob blob : bodies) {
            int at = letterOf(blob, text);
            if (at >= 0 && blob.width() <= this.word.height() * 2) {
                char plain = word ? stroke(text.charAt(at), blob) : text.charAt(at);
                text.setCharAt(at, mended(plain, blob));
            }
        }
        for (int i = 0; i < text.length(); i++) {
            int[] edges = this.word.letters().get(i);
            if (text.charAt(i) == 'g' && bodies.stream().anyMatch(blob -> blob.centre() > edges[0]
                    && blob.centre() < edges[1] && blob.bottom() > baseline + 2 && blob.width() > small * 0.5
                    && blob.width() < small * 1.1 && Holes.in(blob, picture).isEmpty())) {
                text.setCharAt(i, 'ç');
            }
        }
        return parted(text);
    }

    /** An m under which two letters stand is an r and an n. */
    private StringBuilder parted(StringBuilder text) {
        if (bodies.size() != standing(text) + 1) {
            return text;
        }
        for (int i = text.length() - 1; i >= 0; i--) {
            int[] edges = word.letters().get(i);
            if (text.charAt(i) == 'm' && bodies.stream().filter(blob -> blob.centre() > edges[0]
                    && blob.centre() < edges[1] && blob.width() < (edges[1] - edges[0]) * 0.75).count() == 2) {
                return text.replace(i, i + 1, "rn");
            }
        }
        return text;
    }

    /** One upright stroke: an i has a dot, a j one and a tail, and an l neither. */
    private char stroke(char letter, Blob blob) {
        boolean narrow = blob.width() < blob.height() * 0.62;
        if (!narrow || "il1|jyI!".indexOf(letter) < 0) {
            return letter;
        }
        boolean dotted = signs.stream().anyMatch(sign -> sign.centre() > blob.left() - 2 && sign.centre() < blob.right()
                + 2 && sign.bottom() <= blob.top() + 1 && sign.bottom() > blob.top() - blob.height() * 0.6);
        boolean descends = blob.bottom() > baseline + small * 0.2;
        if (dotted) {
            return descends ? 'j' : "1|l!".indexOf(letter) >= 0 ? 'i' : letter;
        }
        boolean tall = blob.height() > small * 1.25 && !descends;
        return tall && "i1|!".indexOf(letter) >= 0 ? brokenOff(blob) ? 'i' : 'l' : letter;
    }

    /** A dot that a blur has melted to its stem leaves a paler place between them. */
    private boolean brokenOff(Blob blob) {
        int palest = 0;
        for (int y = blob.top() + blob.height() / 10; y < blob.top() + blob.height() * 45 / 100; y++) {
            int darkest = 255;
            for (int x = blob.left(); x < blob.right(); x++) {
                darkest = Math.min(darkest, picture.at(x, y));
            }
            palest = Math.max(palest, darkest);
        }
        return palest > PALE;
    }

    private char mended(char letter, Blob blob) {
        List<Holes.Hole> holes = Holes.in(blob, picture).stream()
                .filter(hole -> hole.pixels() * 90 > blob.width() * blob.height()).toList();
        if (holes.size() == 2 && "Aa4".indexOf(letter) >= 0 && Math.abs(holes.get(0).x() - holes.get(1).x()) < 0.2
                && Math.min(holes.get(0).y(), holes.get(1).y()) < 0.18) {
            return letter == 'a' ? 'å' : 'Å';
        }
        if (holes.size() == 2 && "aze2@m".indexOf(letter) >= 0 && blob.width() > blob.height() * 1.2
                && Math.abs(holes.get(0).x() - holes.get(1).x()) > 0.3) {
            return 'æ';
        }
        if (holes.isEmpty() && "g¢".indexOf(letter) >= 0 && blob.bottom() > baseline + 2) {
            return 'ç';
        }
        if (holes.size() == 2 && "oeg0OQ@6%9Ge".indexOf(letter) >= 0) {
            double apart = Math.abs(holes.get(0).x() - holes.get(1).x());
            boolean descends = blob.bottom() > baseline + small * 0.3;
            if (apart > 0.16 && apart < 0.5 && !descends && blob.width() < blob.height() * 1.15) {
                return blob.height() > small * 1.35 || Character.isUpperCase(letter) ? 'Ø' : 'ø';
            }
        }
        boolean below = blob.bottom() > baseline + Math.max(2.5, small * 0.14) && blob.bottom() < baseline
                + small * 0.6;
        if (below) {
            return switch (letter) {
                case 'c' -> 'ç';
                case 'C' -> 'Ç';
                case 'a' -> 'ą';
                case 'e' -> 'ę';
                case 's' -> 'ş';
                case 'S' -> 'Ş';
                default -> letter;
            };
        }
        boolean tall = blob.height() > small * (letter == 't' ? 1.33 : 1.26) && blob.bottom() <= baseline + 3;
        if (tall && "lt1Li".indexOf(letter) >= 0 && crossed(blob, letter)) {
            return letter == 'L' ? 'Ł' : 'ł';
        }
        return letter;
    }

    /** Wider in the middle than above and below it, by a bar that leans. */
    private boolean crossed(Blob blob, char letter) {
        int height = blob.height();
        int[] left = new int[height];
        int[] right = new int[height];
        Arrays.fill(left, Integer.MAX_VALUE);
        Arrays.fill(right, Integer.MIN_VALUE);
        for (int pixel : blob.pixels()) {
            int y = pixel / picture.width() - blob.top();
            int x = pixel % picture.width();
            left[y] = Math.min(left[y], x);
            right[y] = Math.max(right[y], x);
        }
        double stem = width(left, right, height * 14 / 100, height * 24 / 100, false);
        double middle = width(left, right, height * 30 / 100, height * 66 / 100, true);
        if (stem <= 0 || middle < stem * (letter == 't' ? 1.55 : 1.4)) {
            return false;
        }
        // The bar sticks out on both sides: the left edge jumps too, which no t of these heights has below its top
        // third.
        int stemLeft = left[height * 20 / 100];
        int out = 0;
        for (int y = height * 32 / 100; y < height * 70 / 100; y++) {
            out = Math.max(out, stemLeft - left[y]);
        }
        if (letter == 'L') {
            return out >= Math.max(2, stem * 0.3);
        }
        double lower = width(left, right, height * 74 / 100, height * 86 / 100, false);
        return letter == 't' ? out >= Math.max(2, stem * 0.3) && lower < middle * 0.8
                : out >= Math.max(1, stem * 0.2) && lower < middle * 0.85;
    }

    private static double width(int[] left, int[] right, int from, int to, boolean widest) {
        double sum = 0;
        double most = 0;
        int rows = 0;
        for (int y = from; y < Math.max(from + 1, to) && y < left.length; y++) {
            if (right[y] >= left[y]) {
                double width = right[y] - left[y] + 1.0;
                sum += width;
                most = Math.max(most, width);
                rows++;
            }
        }
        return rows == 0 ? 0 : widest ? most : sum / rows;
    }

    /** Which letter of the text a blob is: known where there are as many blobs as letters, side by side. */
    int letterOf(Blob blob, StringBuilder text) {
        int number = bodies.indexOf(blob);
        int seen = 0;
        for (int i = 0; i < text.length(); i++) {
            if (SMALL_SIGNS.indexOf(text.charAt(i)) < 0 && seen++ == number) {
                return bodies.size() == standing(text)
                        && Math.abs(word.middle(i) - blob.centre()) < word.height() ? i : -1;
            }
        }
        return -1;
    }

    private static long standing(StringBuilder text) {
        return text.chars().filter(c -> SMALL_SIGNS.indexOf(c) < 0).count();
    }
}
