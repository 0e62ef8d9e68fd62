/**
 * What websites, shops and other systems tell about people: kept as it came, and applied once to the lead it is about.
 */
@NullMarked
package dev.cadenza.source;

import org.jspecify.annotations.NullMarked;
