package dev.cadenza.access;

import java.util.UUID;

/**
 * With whom a row is shared is not what it was; published in the transaction of the change.
 *
 * @param kind {@link OwnedKind#path}
 */
public record SharingChanged(String kind, UUID rowId) {
}
