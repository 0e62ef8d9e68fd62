/** How the process engine is set up and closed against injected code. */
@NullMarked
package dev.cadenza.engine;

import org.jspecify.annotations.NullMarked;
