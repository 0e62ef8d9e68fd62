/** Signed links, open pixel and one-click unsubscribe. */
@NullMarked
package dev.cadenza.tracking;

import org.jspecify.annotations.NullMarked;
