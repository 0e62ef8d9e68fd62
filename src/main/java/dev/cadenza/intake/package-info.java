/** What brings leads in: CSV import. */
@NullMarked
package dev.cadenza.intake;

import org.jspecify.annotations.NullMarked;
