package dev.cadenza.card;

/**
 * A telephone number of a card.
 *
 * @param number E.164 where it could be understood, else as it is printed
 */
record Phone(String number, Kind kind, double confidence, Source source) {

    enum Kind { WORK, MOBILE, FAX }

    Phone {
        confidence = FieldValue.rounded(confidence);
    }
}
