package dev.cadenza.card;

import java.util.UUID;

/** The picture of a card was read, or could not be. Published in the transaction that recorded it. */
record CardRead(UUID cardId, boolean readable) {
}
