package dev.cadenza.card;

import java.util.List;

/** How high the letters of a picture are, which says how far it must be enlarged to be read well. */
final class TextHeight {

    /**
     * Letters of the recognizer's training were about this high, in pixels of the small letters and the capitals
     * between.
     */
    static final double WANTED = 27;
    private static final int MAX_PIXELS = 6_000_000;
    private static final double MOST = 4;
    private static final double LEAST = 0.3;

    private TextHeight() {
    }

    /** The factor that brings the smaller letters of a picture to the height that is read best. */
    static double scale(Gray ink) {
        List<Blob> blobs = Blob.in(ink, 0, 0, ink.width(), ink.height(), 128);
        int[] heights = blobs.stream()
                .filter(blob -> blob.height() >= 5 && blob.height() < ink.height() / 4 && blob.width() < ink.width() / 4
                        && blob.width() * 6 > blob.height() && blob.height() * 5 > blob.width()
                        && blob.pixels().length >= 10)
                .mapToInt(Blob::height).sorted().toArray();
        double typical = heights.length < 20 ? Math.max(8, ink.width() / 60.0) : heights[heights.length * 2 / 5];
        double scale = Math.max(LEAST, Math.min(MOST, WANTED / typical));
        double most = Math.sqrt(MAX_PIXELS / (double) ink.pixels().length);
        return Math.min(scale, most);
    }
}
