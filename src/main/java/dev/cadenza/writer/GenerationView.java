package dev.cadenza.writer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The generation of one campaign's drafts as the API shows it.
 *
 * @param writer MODEL, or TEMPLATE for the embedded writer
 * @param leadsDone leads whose drafts are written; others of {@code leadsTotal} are still to come, or have left the
 *     audience
 * @param draftsDoubtful drafts that a person has to look at before they may go
 * @param error what the last attempt said that gave nothing
 */
public record GenerationView(UUID campaignId, GenerationState state, WriterKind writer, @Nullable String brief,
        long leadsTotal, long leadsDone, long draftsWritten, long draftsDoubtful, long promptTokens,
        long completionTokens, long tokenCap, @Nullable String error, Instant startedAt, @Nullable Instant finishedAt,
        @JsonIgnore List<StepText> steps, @JsonIgnore Audience audience) {

    /** Who is written to. */
    record Audience(@Nullable UUID listId, @Nullable UUID segmentId, @Nullable UUID afterLead) {
    }

    @JsonProperty("tokensUsed")
    public long tokensUsed() {
        return promptTokens + completionTokens;
    }
}
