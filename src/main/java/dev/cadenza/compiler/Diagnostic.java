package dev.cadenza.compiler;

import org.jspecify.annotations.Nullable;

/**
 * One fault of a plan.
 *
 * @param stepId id of the step at fault; null where the plan as a whole is
 * @param code stable name of the rule, such as {@code missing-target}
 * @param message one sentence for the person who wrote the plan
 */
public record Diagnostic(@Nullable String stepId, String code, String message) {
}
