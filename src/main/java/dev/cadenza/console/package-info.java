/** The page for signed-in users at {@code /}. It is static and asks the API for everything (docs/console.md). */
@NullMarked
package dev.cadenza.console;

import org.jspecify.annotations.NullMarked;
