/** Leads: the people that campaigns speak to. */
@NullMarked
package dev.cadenza.lead;

import org.jspecify.annotations.NullMarked;
