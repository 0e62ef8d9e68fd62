package dev.cadenza.intake;

import java.util.UUID;

/** Somebody does not want the rest of an import any more. Published in the transaction that noted it. */
record ImportCancelled(UUID importId) {
}
