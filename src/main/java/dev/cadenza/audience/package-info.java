/** Lists, segments and the condition language. */
@NullMarked
package dev.cadenza.audience;

import org.jspecify.annotations.NullMarked;
