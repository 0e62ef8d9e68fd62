package dev.cadenza.assistant;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the assistant needs to know to go on.
 *
 * @param about what the answer decides
 * @param options what there is to choose from; empty where the answer is free
 */
record Question(About about, String text, List<Option> options) {

    /** What is missing. */
    enum About {
        AUDIENCE, MESSAGES, SPACING, SENDER, TEMPLATE
    }

    /** @param kind of an audience; null for others */
    record Option(Plan.@Nullable AudienceKind kind, UUID id, String name) {
    }

    Question {
        options = List.copyOf(options);
    }
}
