/** Business cards: their pictures are read, made into fields, reviewed where that is doubtful, and become leads. */
@NullMarked
package dev.cadenza.card;

import org.jspecify.annotations.NullMarked;
