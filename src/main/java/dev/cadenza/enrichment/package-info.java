/** What others know about leads: sources of enrichment, their answers, and what of them goes into the lead. */
@NullMarked
package dev.cadenza.enrichment;

import org.jspecify.annotations.NullMarked;
