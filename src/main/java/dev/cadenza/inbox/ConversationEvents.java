package dev.cadenza.inbox;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens to conversations, published inside the transaction that recorded it. */
final class ConversationEvents {

    private ConversationEvents() {
    }

    /** Somebody wrote, and nobody has been asked to answer yet. */
    record AnswerNeeded(UUID conversationId) {
    }

    /** It was answered or closed elsewhere: the task is over. */
    record Settled(UUID conversationId) {
    }

    /** The person is erased: nothing may be left of the conversation. */
    record Erased(UUID conversationId) {
    }

    /** @param assignee e-mail address of a user; null for nobody */
    record Assigned(UUID conversationId, @Nullable String assignee) {
    }
}
