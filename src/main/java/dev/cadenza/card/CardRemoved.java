package dev.cadenza.card;

import java.util.UUID;

/** A card was deleted. Published in the transaction that deleted it. */
record CardRemoved(UUID cardId) {
}
