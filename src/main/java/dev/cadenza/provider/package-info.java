/** The providers of channels: each one class and the record of its settings. */
@NullMarked
package dev.cadenza.provider;

import org.jspecify.annotations.NullMarked;
