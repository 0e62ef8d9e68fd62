package dev.cadenza.audience;

import dev.cadenza.lead.LeadProfile;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Condition} can ask about one lead.
 *
 * @param lists the lists it is a member of
 */
public record LeadFacts(LeadProfile lead, Instant createdAt, Instant updatedAt, @Nullable Instant lastMessageSentAt,
        Set<UUID> lists) {

    public LeadFacts {
        lists = Set.copyOf(lists);
    }
}
