/** Inbound mail: replies, bounces, automatic answers, and what could not be matched. */
@NullMarked
package dev.cadenza.inbox;

import org.jspecify.annotations.NullMarked;
