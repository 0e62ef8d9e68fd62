/** What every module stands on: the database, the clock, identifiers, keys, paging. */
@NullMarked
package dev.cadenza.platform;

import org.jspecify.annotations.NullMarked;
