package dev.cadenza.engine;

import java.util.UUID;
import java.util.function.Function;

/**
 * A kind of row with owners that has a process of its own in the engine. Modules declare theirs as beans.
 *
 * @param kind {@code path} of the kind of row, such as {@code campaigns}
 * @param key key of the process by the row's id
 */
public record OwnedProcess(String kind, Function<UUID, String> key) {
}
