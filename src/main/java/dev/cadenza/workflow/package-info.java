/** Workflows: drawn graphs, what starts them, and who is inside. */
@NullMarked
package dev.cadenza.workflow;

import org.jspecify.annotations.NullMarked;
