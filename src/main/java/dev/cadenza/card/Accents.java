package dev.cadenza.card;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Diacritical marks, which the recognizer was not trained for: they are taken off the picture before it is read, so
 * that it sees plain letters, and put back onto the letters under which they were found.
 */
final class Accents {

    private static final int INK = 128;
    /** In heights and widths of the letter below. */
    private static final double HIGHEST_MARK = 0.52;
    private static final double WIDEST_MARK = 1.1;
    private static final double WIDEST_GAP = 0.36;
    private static final double LEAST_BODY = 0.72;

    private final Gray plain;
    private final List<Found> marks;
    private final List<Blob> bodies;
    private final List<Blob> signs;

    /** @param x where in the picture its middle is */
    private record Found(Mark mark, Blob body, double x, int top, int bottom) {
    }

    private Accents(Gray plain, List<Found> marks, List<Blob> bodies, List<Blob> signs) {
        this.plain = plain;
        this.marks = marks;
        this.bodies = bodies;
        this.signs = signs;
    }

    static Accents takenFrom(Gray picture) {
        List<Blob> blobs = Blob.in(picture, 0, 0, picture.width(), picture.height(), INK).stream()
                .filter(blob -> blob.pixels().length >= 4 && blob.height() < picture.height() / 3).toList();
        double height = letterHeight(blobs);
        List<Blob> bodies = blobs.stream().filter(blob -> blob.height() >= height * LEAST_BODY
                && blob.height() < height * 5 && blob.pixels().length > height).toList();
        byte[] pixels = picture.pixels().clone();
        List<Found> marks = new ArrayList<>();
        for (Blob body : bodies) {
            List<Blob> above = above(body, blobs, height);
            Optional<Mark> mark = mark(above, body, picture);
            if (mark.isPresent()) {
                double x = above.stream().mapToDouble(Blob::centre).average().orElse(body.centre());
                marks.add(new Found(mark.get(), body, x, above.get(0).top(), body.bottom()));
                above.forEach(blob -> erase(pixels, picture, blob));
                if (stem(body)) {
                    dot(pixels, picture, body, above.get(0));
                }
            }
        }
        List<Blob> signs = blobs.stream().filter(blob -> blob.height() < height * LEAST_BODY).toList();
        return new Accents(new Gray(picture.width(), picture.height(), pixels), marks, bodies, signs);
    }

    /** The picture without marks. */
    Gray plain() {
        return plain;
    }

    /** The lines, with the marks back on their letters. */
    List<Line> putBack(List<Line> lines) {
        return lines.stream().map(line -> new Line(line.words().stream().map(this::putBack).toList())).toList();
    }

    private Word putBack(Word word) {
        if (word.letters().isEmpty()) {
            return word;
        }
        StringBuilder text = new StringBuilder(word.text());
        Shapes shapes = new Shapes(plain, bodies, signs, word);
        for (Found mark : marks) {
            boolean here = mark.x >= word.left() - 2 && mark.x <= word.right() + 2
                    && mark.bottom > word.top() && mark.top < word.bottom()
                    && mark.bottom <= word.bottom() + word.height() / 3;
            int at = here ? shapes.letterOf(mark.body, text) : -1;
            if (at >= 0 && mark.mark.goesOn(text.charAt(at))) {
                text.setCharAt(at, mark.mark.on(text.charAt(at)));
            } else if (here && at < 0) {
                nearest(word, text, mark).ifPresent(near -> text.setCharAt(near, mark.mark.on(text.charAt(near))));
            }
        }
        return word.withText(shapes.mended(text).toString());
    }

    private static Optional<Integer> nearest(Word word, StringBuilder text, Found mark) {
        double most = Math.max(8, word.height() * 0.45);
        return IntStream.range(0, text.length()).boxed()
                .filter(at -> mark.mark.goesOn(text.charAt(at)) && Math.abs(word.middle(at) - mark.x) < most)
                .min(Comparator.comparingDouble(at -> Math.abs(word.middle(at) - mark.x)));
    }

    private static double letterHeight(List<Blob> blobs) {
        int[] heights = blobs.stream().filter(blob -> blob.height() >= 8 && blob.width() < blob.height() * 3)
                .mapToInt(Blob::height).sorted().toArray();
        return heights.length == 0 ? 20 : heights[heights.length / 3];
    }

    private static List<Blob> above(Blob body, List<Blob> blobs, double letter) {
        List<Blob> above = new ArrayList<>();
        double reach = Math.max(1, body.width() * 0.12);
        for (Blob blob : blobs) {
            int gap = body.top() - blob.bottom();
            boolean over = blob != body && blob.centre() > body.left() - reach && blob.centre() < body.right() + reach
                    && gap >= -1 && gap <= Math.max(3, body.height() * WIDEST_GAP);
            boolean small = blob.height() <= body.height() * HIGHEST_MARK
                    && blob.width() <= Math.max(body.width() * WIDEST_MARK, letter * 0.6);
            if (over && small && blobs.stream().noneMatch(other -> sameLine(other, blob, body, letter))) {
                above.add(blob);
            }
        }
        above.sort(Comparator.comparingInt(Blob::left));
        return above;
    }

    /** A letter of the line above: it stands beside others that end where it ends. */
    private static boolean sameLine(Blob other, Blob blob, Blob body, double letter) {
        return other != blob && other != body && other.height() >= letter * LEAST_BODY
                && Math.abs(other.bottom() - blob.bottom()) <= letter * 0.3 && other.bottom() <= body.top() + 1
                && other.left() < blob.right() + letter * 1.5 && other.right() > blob.left() - letter * 1.5;
    }

    private static boolean stem(Blob body) {
        return body.width() < body.height() * 0.62;
    }

    private static Optional<Mark> mark(List<Blob> above, Blob body, Gray picture) {
        if (above.size() == 2) {
            Blob left = above.get(0);
            Blob right = above.get(1);
            boolean pair = Math.abs(left.top() - right.top()) <= Math.max(2, left.height() / 2)
                    && left.right() <= right.left() + 1;
            if (!pair) {
                return Optional.empty();
            }
            return Optional.of(left.height() > left.width() * 1.5 && slant(left, picture) < -0.3 ? Mark.DOUBLE_ACUTE
                    : Mark.DIAERESIS);
        }
        if (above.size() != 1) {
            return Optional.empty();
        }
        return single(above.get(0), body, picture);
    }

    private static Optional<Mark> single(Blob mark, Blob body, Gray picture) {
        double slant = slant(mark, picture);
        double fill = mark.pixels().length / (double) (mark.width() * mark.height());
        double shape = mark.width() / (double) mark.height();
        if (shape > 0.7 && shape < 1.5 && Holes.in(mark, picture).size() == 1) {
            return Optional.of(Mark.RING);
        }
        if (stem(body)) {
            // A dot is what belongs there: only a clear stroke or a clear roof is something else.
            return slant < -0.42 && fill < 0.85 ? Optional.of(Mark.ACUTE) : slant > 0.5 && fill < 0.8
                    ? Optional.of(Mark.GRAVE) : shape > 1.6 && fill < 0.75 && Math.abs(slant) < 0.3
                    ? Optional.of(symmetric(mark, shape, picture)) : Optional.empty();
        }
        if (shape > 0.6 && shape < 1.6 && fill > 0.72 && Math.abs(slant) < 0.45) {
            return Optional.of(Mark.DOT);
        }
        if (slant < -0.45 && shape < 2.4) {
            return Optional.of(Mark.ACUTE);
        }
        if (slant > 0.45 && shape < 1.9) {
            return Optional.of(Mark.GRAVE);
        }
        return shape < 1.05 ? Optional.empty() : Optional.of(symmetric(mark, shape, picture));
    }

    /** Peak in the middle, valley in the middle, or a wave. */
    private static Mark symmetric(Blob mark, double shape, Gray picture) {
        double[] height = new double[3];
        int[] count = new int[3];
        for (int pixel : mark.pixels()) {
            int third = Math.min(2, (pixel % picture.width() - mark.left()) * 3 / mark.width());
            height[third] += pixel / picture.width() - mark.top();
            count[third]++;
        }
        for (int i = 0; i < 3; i++) {
            height[i] = count[i] == 0 ? 0 : height[i] / count[i] / mark.height();
        }
        double sides = (height[0] + height[2]) / 2;
        if (height[1] < sides - 0.1) {
            return Mark.CIRCUMFLEX;
        }
        if (height[1] > sides + 0.1) {
            return Mark.CARON;
        }
        return shape > 1.4 ? Mark.TILDE : Mark.CARON;
    }

    /** -1 for a stroke that rises to the right, 1 for one that falls, 0 for what is as wide as high or level. */
    private static double slant(Blob blob, Gray picture) {
        double meanX = 0;
        double meanY = 0;
        int n = blob.pixels().length;
        for (int pixel : blob.pixels()) {
            meanX += pixel % picture.width();
            meanY += pixel / picture.width();
        }
        meanX /= n;
        meanY /= n;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int pixel : blob.pixels()) {
            double x = pixel % picture.width() - meanX;
            double y = pixel / picture.width() - meanY;
            xx += x * x;
            yy += y * y;
            xy += x * y;
        }
        return xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
    }

    /** With the grey around it. */
    private static void erase(byte[] pixels, Gray picture, Blob blob) {
        for (int pixel : blob.pixels()) {
            int x = pixel % picture.width();
            int y = pixel / picture.width();
            for (int dy = -2; dy <= 2; dy++) {
                for (int dx = -2; dx <= 2; dx++) {
                    int nx = x + dx;
                    int ny = y + dy;
                    if (nx >= 0 && ny >= 0 && nx < picture.width() && ny < picture.height()
                            && ((picture.at(nx, ny) >= INK) || dx == 0 && dy == 0)) {
                        pixels[ny * picture.width() + nx] = (byte) 255;
                    }
                }
            }
        }
    }

    /** An i without its mark gets its dot. */
    private static void dot(byte[] pixels, Gray picture, Blob body, Blob mark) {
        int side = Math.max(3, Math.min(body.width(), body.height() / 5));
        int left = (int) body.centre() - side / 2;
        int top = Math.max(0, Math.min((mark.top() + mark.bottom() - side) / 2, body.top() - side - 2));
        for (int y = top; y < Math.min(picture.height(), top + side); y++) {
            for (int x = Math.max(0, left); x < Math.min(picture.width(), left + side); x++) {
                pixels[y * picture.width() + x] = 0;
            }
        }
    }
}
