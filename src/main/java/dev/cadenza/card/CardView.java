package dev.cadenza.card;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A card as the API shows it.
 *
 * @param page of the file, from 1
 * @param confidence 0.00 to 1.00; absent until the card was read
 * @param fields what was found, each with its confidence and source
 * @param ocrJob the newest attempt to read the picture
 * @param ocrJobs all of them, the newest first; only where one card is read
 * @param ocrRawData the whole answer of the recognizer; only where one card is read
 */
record CardView(UUID id, UUID uploadId, String fileName, String mediaType, long fileBytes, int page,
        @Nullable UUID eventId, @Nullable UUID listId, @Nullable UUID leadId, CardStatus status,
        @Nullable Double confidence, JsonNode fields, @Nullable String uploadedBy, @Nullable String reviewedBy,
        Instant createdAt, @Nullable Instant processedAt, @Nullable Instant reviewedAt, Instant updatedAt,
        OcrJobs.@Nullable OcrJobView ocrJob, @Nullable List<OcrJobs.OcrJobView> ocrJobs,
        @Nullable JsonNode ocrRawData) {
}
