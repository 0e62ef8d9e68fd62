/** Campaigns: what a marketer writes, launches, pauses and reads the results of. */
@NullMarked
package dev.cadenza.campaign;

import org.jspecify.annotations.NullMarked;
