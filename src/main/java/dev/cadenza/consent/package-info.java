/** Who agreed to be written to: the ledger of consents, and the double opt-in that asks for one. */
@NullMarked
package dev.cadenza.consent;

import org.jspecify.annotations.NullMarked;
