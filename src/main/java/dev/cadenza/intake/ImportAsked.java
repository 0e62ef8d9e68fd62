package dev.cadenza.intake;

import java.util.UUID;

/** A file was stored to be imported. Published in the transaction that stored it. */
record ImportAsked(UUID importId) {
}
