package dev.cadenza.lead;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A lead as the API shows it.
 *
 * @param name first and last name together
 * @param attributes custom fields
 * @param rawData the row or the answer that the lead was made from, as it came; only where one lead is read
 * @param importBatchId the import that brought it
 */
public record LeadView(UUID id, @Nullable String email, @Nullable String phone, @Nullable String firstName,
        @Nullable String lastName, @Nullable String name, @Nullable String company, @Nullable String title,
        @Nullable String linkedinUrl, @Nullable String website, @Nullable String city, @Nullable String country,
        @Nullable String timezone, String source, String status, int score, boolean stoppedAutomation,
        Map<String, Object> attributes, @Nullable JsonNode rawData, @Nullable UUID importBatchId,
        @Nullable Instant lastMessageSentAt, Instant createdAt, Instant updatedAt) {
}
