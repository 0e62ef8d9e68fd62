package dev.cadenza.writer;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the processes of generations go by, each in the transaction of what happened. */
final class GenerationEvents {

    private GenerationEvents() {
    }

    record Asked(UUID campaignId) {
    }

    record Discarded(UUID campaignId) {
    }

    /** @param retryAt when it is tried again; null where it is not by itself */
    record Halted(UUID campaignId, GenerationState state, @Nullable Instant retryAt) {
    }

    record CapRaised(UUID campaignId) {
    }
}
