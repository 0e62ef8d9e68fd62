package dev.cadenza.card;

/** Where a value of a card comes from. */
enum Source {
    /** A QR code or a vCard in it. */
    CODE,
    /** The printed text. */
    TEXT,
    /** Worked out from other values, such as the company from the domain of the e-mail address. */
    DERIVED,
    /** A person who looked at the card. */
    PERSON
}
