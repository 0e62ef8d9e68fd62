/** What happens to leads, as one stream: signals, scores, and those who wait for something to happen. */
@NullMarked
package dev.cadenza.event;

import org.jspecify.annotations.NullMarked;
