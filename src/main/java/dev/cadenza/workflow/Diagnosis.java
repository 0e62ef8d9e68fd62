package dev.cadenza.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One thing that keeps a workflow from being activated.
 *
 * @param nodeId id of the node at fault, as the editor knows it; null where the workflow as a whole is
 * @param field what of the node's data, such as {@code templateId}; null for the node itself
 * @param code stable word for programs, such as {@code missing-else}
 * @param message one sentence for the person who drew it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Diagnosis(@Nullable String nodeId, @Nullable String field, String code, String message) {
}
