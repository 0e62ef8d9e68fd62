/** Messages of which nobody knows whether they arrived: what is asked of providers, and of people. */
@NullMarked
package dev.cadenza.outcome;

import org.jspecify.annotations.NullMarked;
