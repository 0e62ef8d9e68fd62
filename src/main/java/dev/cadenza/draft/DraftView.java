package dev.cadenza.draft;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A draft as the API shows it, with the lead it is for.
 *
 * @param subject what is or would be sent: the edit where there is one
 * @param body as {@code subject}; left out of lists, with the generated and edited text
 * @param excerpt the beginning of the body as plain text
 * @param missing variables whose tags still stand in the text
 * @param reviewClosed true where nobody can change the draft any more
 * @param writer {@code TEMPLATE} where the text is the template, filled in, and {@code MODEL} where a model wrote it
 * @param rewritable true where it can be written again
 * @param personalizationData what was used of the lead, and why; left out of lists
 * @param attention why a person has to look before it may go
 * @param messageState state of the message it became; null where there is none yet
 */
public record DraftView(UUID id, UUID campaignId, @Nullable UUID cohortId, @Nullable UUID enrollmentId, String stepId,
        String draftType,
        String channel, DraftStatus status, @Nullable String subject, @Nullable String body,
        @Nullable String generatedSubject, @Nullable String generatedBody, @Nullable String editedSubject,
        @Nullable String editedBody, String excerpt, boolean edited, List<String> missing, boolean reviewClosed,
        @Nullable String messageState, @Nullable Instant approvedAt, @Nullable String decidedBy,
        @Nullable String rejectionReason, Instant createdAt, Instant updatedAt, int version, LeadCard lead,
        String writer, boolean rewritable, @Nullable JsonNode personalizationData, @Nullable String attention,
        @Nullable Instant exportedAt, @Nullable Instant sentAt) {

    /** Enough to know who it is. */
    public record LeadCard(UUID id, @Nullable String name, @Nullable String email, @Nullable String company,
            @Nullable String title) {
    }
}
