package dev.cadenza.compiler;

/**
 * A plan as an executable process.
 *
 * @param processKey id of the process: the plan's key
 * @param xml BPMN 2.0 with its diagram; the same plan always gives the same text
 */
public record CompiledPlan(String processKey, String xml) {
}
