package dev.cadenza.card;

/** How far a card has come. */
enum CardStatus {
    /** It waits to be read or is being read. */
    PROCESSING,
    /** It was read well enough, and its lead is there. */
    COMPLETED,
    /** It could not be read. */
    FAILED,
    /** It was read, and a person must look at it. */
    PENDING_REVIEW,
    /** A person has looked at it, and its lead is there. */
    USER_VERIFIED,
    /** A person has looked at it and found no card. */
    DISCARDED
}
