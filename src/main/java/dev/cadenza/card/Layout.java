package dev.cadenza.card;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Puts what was read into lines as a person sees them: columns apart, from top to bottom. */
final class Layout {

    /** Words further apart than this many letter heights stand in different columns. */
    private static final double COLUMN_GAP = 1.9;
    private static final Pattern SEPARATOR = Pattern.compile(
            "\\s+[|•·■●▪¦»*]+\\s+|\\s+[–—-]\\s+(?=\\p{L})(?<=\\p{L}\\s{1,3}[–—-]\\s{1,3})");

    private Layout() {
    }

    static List<Piece> pieces(List<Line> lines) {
        List<Line> columns = new ArrayList<>();
        for (Line line : lines) {
            columns.addAll(split(line));
        }
        columns.removeIf(Layout::noise);
        if (columns.isEmpty()) {
            return List.of();
        }
        int[] heights = columns.stream().mapToInt(Line::height).sorted().toArray();
        double typical = Math.max(1, heights[heights.length / 2]);
        List<Piece> pieces = new ArrayList<>();
        for (Line line : columns) {
            Piece piece = Piece.of(line, typical);
            for (String part : SEPARATOR.split(piece.text())) {
                if (!part.isBlank()) {
                    pieces.add(piece.withText(part.strip()));
                }
            }
        }
        pieces.sort(Comparator.comparingInt(Piece::top).thenComparingInt(Piece::left));
        return pieces;
    }

    private static List<Line> split(Line line) {
        List<Line> parts = new ArrayList<>();
        List<Word> words = new ArrayList<>();
        for (Word word : line.words().stream().filter(word -> !speck(word, line)).toList()) {
            if (!words.isEmpty()) {
                Word before = words.get(words.size() - 1);
                double height = Math.max(before.height(), word.height());
                if (word.left() - before.right() > COLUMN_GAP * height) {
                    parts.add(new Line(words));
                    words.clear();
                }
            }
            words.add(word);
        }
        if (!words.isEmpty()) {
            parts.add(new Line(words));
        }
        return parts;
    }

    /** A dirty spot or an edge that was taken for a letter or two. */
    private static boolean speck(Word word, Line line) {
        int[] heights = line.words().stream().mapToInt(Word::height).sorted().toArray();
        int typical = heights[heights.length / 2];
        boolean net = line.text().indexOf('@') >= 0 || line.text().toLowerCase(Locale.ROOT).contains("www");
        return !net && word.text().length() <= 2 && (word.confidence() < 0.4 || word.height() > typical * 2.2
                || word.height() < typical * 0.25 && word.text().chars().anyMatch(Character::isLetterOrDigit));
    }

    /** Edges of pictures, ornaments and the like, read as letters. */
    private static boolean noise(Line line) {
        long letters = line.text().chars().filter(Character::isLetterOrDigit).count();
        return letters < 2 || line.confidence() < 0.2 || letters * 2 < line.text().replace(" ", "").length();
    }
}
