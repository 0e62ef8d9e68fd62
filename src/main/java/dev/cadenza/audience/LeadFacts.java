package dev.cadenza.audience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cadenza.lead.LeadProfile;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Condition} can ask about one lead.
 *
 * @param lists the lists it is a member of
 * @param known what else is known, for conditions of another {@link ConditionScope} than the lead: an event's payload,
 *     or {@code answers} and {@code trigger} of a passage
 */
public record LeadFacts(LeadProfile lead, Instant createdAt, Instant updatedAt, @Nullable Instant lastMessageSentAt,
        Set<UUID> lists, JsonNode known) {

    private static final LeadProfile NOBODY = new LeadProfile(new UUID(0, 0), null, null, null, null, null, null, null,
            null, null, null, null, "", "", 0, false, Map.of());

    public LeadFacts {
        lists = Set.copyOf(lists);
    }

    public LeadFacts(LeadProfile lead, Instant createdAt, Instant updatedAt, @Nullable Instant lastMessageSentAt,
            Set<UUID> lists) {
        this(lead, createdAt, updatedAt, lastMessageSentAt, lists, MissingNode.getInstance());
    }

    /** For conditions about an event alone. */
    public static LeadFacts ofPayload(JsonNode payload) {
        return new LeadFacts(NOBODY, Instant.EPOCH, Instant.EPOCH, null, Set.of(), payload);
    }
}
