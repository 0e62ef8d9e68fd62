/** Webhooks in: what providers post is checked, kept, and applied by retried work. */
@NullMarked
package dev.cadenza.hook;

import org.jspecify.annotations.NullMarked;
