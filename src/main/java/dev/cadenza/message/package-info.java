/** Messages, the outbox and its dispatcher, sender accounts and their pace, suppression. */
@NullMarked
package dev.cadenza.message;

import org.jspecify.annotations.NullMarked;
