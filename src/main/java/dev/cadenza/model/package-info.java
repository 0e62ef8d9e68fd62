/**
 * The chat model that an installation may have: its settings and its client. Who asks it what is other modules'
 * business.
 */
@NullMarked
package dev.cadenza.model;

import org.jspecify.annotations.NullMarked;
