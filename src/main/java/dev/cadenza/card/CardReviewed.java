package dev.cadenza.card;

import java.util.UUID;

/** A person has reviewed a card over the API, and its task is done. Published in the transaction of the review. */
record CardReviewed(UUID cardId, String review) {
}
