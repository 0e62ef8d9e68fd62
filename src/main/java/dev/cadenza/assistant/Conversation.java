package dev.cadenza.assistant;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a user and the assistant have come to.
 *
 * @param written the plan from which its campaign was last written
 * @param writtenVersion what the campaign's version was then
 */
record Conversation(UUID id, UUID userId, @Nullable String title, Status status, Plan plan, @Nullable Question question,
        @Nullable Plan written, @Nullable Integer writtenVersion, Instant createdAt, Instant updatedAt) {

    /** CREATED once its campaign was written. */
    enum Status {
        ACTIVE, CREATED
    }

    /** Who speaks. */
    enum Role {
        USER, ASSISTANT
    }

    /** @param metadata what the assistant made of it, for programs */
    record Message(UUID id, Role role, String content, JsonNode metadata, Instant createdAt) {
    }
}
