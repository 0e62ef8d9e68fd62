package dev.cadenza.audience;

import java.util.UUID;

/** Leads were added to a list. Published in the transaction that added them. */
public record ListGrew(UUID listId) {
}
