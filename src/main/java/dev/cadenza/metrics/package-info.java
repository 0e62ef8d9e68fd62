/** What operations look at: numbers for Prometheus, and whether this node works. */
@NullMarked
package dev.cadenza.metrics;

import org.jspecify.annotations.NullMarked;
