package dev.cadenza.writer;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which drafts are to be written.
 *
 * @param brief what the campaign is about; null where there is none
 * @param writer null for the model where there is one and a brief, and the template writer otherwise
 * @param tokenCap most tokens; null for what the installation sets
 * @param steps the campaign's messages in their order
 */
public record GenerationOrder(UUID campaignId, @Nullable String brief, @Nullable WriterKind writer,
        @Nullable Long tokenCap, List<StepText> steps, @Nullable UUID listId, @Nullable UUID segmentId) {

    public GenerationOrder {
        steps = List.copyOf(steps);
    }
}
