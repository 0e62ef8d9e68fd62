package dev.cadenza.compiler.layout;

/**
 * Room that a text takes, estimated: viewers differ in fonts, so it is rather too much than too little.
 *
 * @param width in pixels
 * @param lines after wrapping
 */
public record TextSize(int width, int lines) {

    /** Width at which viewers wrap labels outside of shapes. */
    public static final int LABEL_WIDTH = 90;
    private static final int LINE_HEIGHT = 14;
    /** Viewers break a text that fills its room to the pixel. */
    private static final int SLACK = 10;
    private static final double NARROW = 6.3;
    private static final double WIDE = 12;
    private static final int FIRST_WIDE = 0x1100;

    /** A text wrapped at {@code maxWidth} pixels. */
    public static TextSize of(String text, int maxWidth) {
        int lines = 0;
        double longest = 0;
        double line = 0;
        for (String word : text.strip().split("\\s+")) {
            double length = length(word);
            if (line > 0 && line + NARROW + length > maxWidth) {
                lines++;
                line = 0;
            }
            line += (line > 0 ? NARROW : 0) + length;
            for (; line > maxWidth; line -= maxWidth) {
                lines++;
                longest = maxWidth;
            }
            longest = Math.max(longest, line);
        }
        return longest == 0 ? none() : new TextSize(Math.min((int) longest + SLACK, maxWidth), lines + 1);
    }

    public static TextSize none() {
        return new TextSize(0, 0);
    }

    public int height() {
        return lines * LINE_HEIGHT;
    }

    boolean isEmpty() {
        return lines == 0;
    }

    private static double length(String word) {
        return word.codePoints().mapToDouble(c -> c < FIRST_WIDE ? NARROW : WIDE).sum();
    }
}
