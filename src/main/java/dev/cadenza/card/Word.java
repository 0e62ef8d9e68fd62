package dev.cadenza.card;

import java.util.List;

/**
 * A word that was read.
 *
 * @param confidence 0 to 1, as the recognizer sees it
 * @param right first column behind it
 * @param bottom first row below it
 * @param letters left and right edge of each letter; empty where they are not known
 */
record Word(String text, double confidence, int left, int top, int right, int bottom, List<int[]> letters) {

    Word {
        letters = letters.size() == text.length() ? List.copyOf(letters) : List.of();
    }

    Word(String text, double confidence, int left, int top, int right, int bottom) {
        this(text, confidence, left, top, right, bottom, List.of());
    }

    int height() {
        return bottom - top;
    }

    /** Where the middle of a letter is. */
    double middle(int letter) {
        return (letters.get(letter)[0] + letters.get(letter)[1]) / 2.0;
    }

    Word withText(String other) {
        return new Word(other, confidence, left, top, right, bottom, letters);
    }
}
