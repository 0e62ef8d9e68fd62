/** From a plan to executable BPMN. Pure: no Spring, no engine, only the BPMN model API. */
@NullMarked
package dev.cadenza.compiler;

import org.jspecify.annotations.NullMarked;
