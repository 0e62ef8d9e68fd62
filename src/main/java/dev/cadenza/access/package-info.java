/** Whose rows are whose, and who sees them: the one place that decides. */
@NullMarked
package dev.cadenza.access;

import org.jspecify.annotations.NullMarked;
