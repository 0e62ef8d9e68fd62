/** Enrollments and cohorts: leads on their way through a deployed plan. */
@NullMarked
package dev.cadenza.journey;

import org.jspecify.annotations.NullMarked;
