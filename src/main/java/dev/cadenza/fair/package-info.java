/** Trade events (fairs, meetups, congresses) and the leads that were met there. */
@NullMarked
package dev.cadenza.fair;

import org.jspecify.annotations.NullMarked;
