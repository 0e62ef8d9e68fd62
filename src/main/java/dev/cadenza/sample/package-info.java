/** The sample data of a first start on the embedded servers. */
@NullMarked
package dev.cadenza.sample;

import org.jspecify.annotations.NullMarked;
