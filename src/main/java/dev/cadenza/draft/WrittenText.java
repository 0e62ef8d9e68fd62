package dev.cadenza.draft;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a writer made for one lead.
 *
 * @param subject one line; null where the channel knows none
 * @param body safe HTML
 * @param writer {@code MODEL} or {@code TEMPLATE}
 * @param personalization what was used of the lead, and why (requirement 4, personalization_data)
 * @param attention why a person has to look before it may go; null where nothing speaks against it
 */
public record WrittenText(@Nullable String subject, String body, String writer, JsonNode personalization,
        @Nullable String attention) {

    /** The same, for a person to look at. */
    public WrittenText doubtful(String reason) {
        return new WrittenText(subject, body, writer, personalization, reason);
    }
}
