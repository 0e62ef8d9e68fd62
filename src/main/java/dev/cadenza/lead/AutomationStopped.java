package dev.cadenza.lead;

import java.time.Instant;
import java.util.UUID;

/**
 * A lead gets nothing more from any campaign or workflow. Published in the transaction that stops it, so that whoever
 * holds something for the lead gives it up in the same transaction.
 */
public record AutomationStopped(UUID leadId, Instant at) {
}
