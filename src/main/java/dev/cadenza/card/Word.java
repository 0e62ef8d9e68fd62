package dev.cadenza.card;

/**
 * A word that was read.
 *
 * @param confidence 0 to 1, as the recognizer sees it
 * @param right first column behind it
 * @param bottom first row below it
 */
record Word(String text, double confidence, int left, int top, int right, int bottom) {

    int height() {
        return bottom - top;
    }

    Word withText(String other) {
        return new Word(other, confidence, left, top, right, bottom);
    }
}
