package dev.cadenza.card;

import java.util.UUID;

/** A card is there to be worked on, for the first time or again. Published in the transaction that stored it. */
record CardStored(UUID cardId) {
}
