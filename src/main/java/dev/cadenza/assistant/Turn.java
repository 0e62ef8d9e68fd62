package dev.cadenza.assistant;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The assistant's answer to one message.
 *
 * @param text for people
 * @param notUnderstood words of the message that nothing was made of
 * @param campaignId the campaign that was written; null where none is there
 * @param writer who understood the message
 */
record Turn(String text, Plan plan, @Nullable Question question, List<String> notUnderstood, @Nullable UUID campaignId,
        Writer writer) {

    /** The grammar that is part of Cadenza, or the model that the installation was given. */
    enum Writer {
        GRAMMAR, MODEL
    }
}
