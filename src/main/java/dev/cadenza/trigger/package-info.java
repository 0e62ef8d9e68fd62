/** What starts workflows: events, schedules, calls; matched by index. */
@NullMarked
package dev.cadenza.trigger;

import org.jspecify.annotations.NullMarked;
