/** Statistics over everything. */
@NullMarked
package dev.cadenza.insight;

import org.jspecify.annotations.NullMarked;
