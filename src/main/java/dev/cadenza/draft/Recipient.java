package dev.cadenza.draft;

import dev.cadenza.lead.LeadProfile;
import java.util.UUID;

/** One lead of a {@link DraftOrder}, as enrolled. */
public record Recipient(UUID enrollmentId, LeadProfile lead) {
}
