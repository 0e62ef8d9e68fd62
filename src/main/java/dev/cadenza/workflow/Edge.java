package dev.cadenza.workflow;

import org.jspecify.annotations.Nullable;

/** One edge of a graph. @param handle which way out of its source; null where the source has only one */
record Edge(String id, String source, @Nullable String handle, String target) {
}
