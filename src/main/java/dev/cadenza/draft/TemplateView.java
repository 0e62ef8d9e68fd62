package dev.cadenza.draft;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A template as the API shows it. */
record TemplateView(UUID id, String name, @Nullable String description, String channel, @Nullable String subject,
        String body, List<String> variables, boolean active, Instant createdAt, Instant updatedAt, int version) {

    TemplateView(UUID id, String name, @Nullable String description, String channel, @Nullable String subject,
            String body, String[] variables, boolean active, Instant createdAt, Instant updatedAt, int version) {
        this(id, name, description, channel, subject, body, List.of(variables), active, createdAt, updatedAt, version);
    }
}
