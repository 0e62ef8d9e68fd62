package dev.cadenza.card;

/**
 * A part of a line that the parser has not used yet.
 *
 * @param height of the letters in relation to the card's typical line: 1 for ordinary text, 2 for a headline
 */
record Piece(String text, double confidence, double height, int left, int top, int right, int bottom) {

    static Piece of(Line line, double typicalHeight) {
        return new Piece(line.text(), line.confidence(), line.height() / typicalHeight, line.left(), line.top(),
                line.right(), line.bottom());
    }

    Piece withText(String other) {
        return new Piece(other, confidence, height, left, top, right, bottom);
    }

    String folded() {
        return Lexicon.fold(text);
    }

    long letters() {
        return text.chars().filter(Character::isLetter).count();
    }

    boolean hasDigit() {
        return text.chars().anyMatch(Character::isDigit);
    }
}
