package dev.cadenza.card;

/**
 * What a card says in one field.
 *
 * @param confidence 0.00 to 1.00
 */
record FieldValue(String value, double confidence, Source source) {

    FieldValue {
        confidence = rounded(confidence);
    }

    FieldValue withValue(String other) {
        return new FieldValue(other, confidence, source);
    }

    static double rounded(double confidence) {
        return Math.round(Math.max(0, Math.min(1, confidence)) * 100) / 100.0;
    }
}
