/** Draws graphs of shapes and lines from left to right. Knows nothing of BPMN but the sizes it is given. */
@NullMarked
package dev.cadenza.compiler.layout;

import org.jspecify.annotations.NullMarked;
