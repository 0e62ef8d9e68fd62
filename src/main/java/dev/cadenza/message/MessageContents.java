package dev.cadenza.message;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the content of messages that have a draft comes from. Implemented by the module of drafts. */
public interface MessageContents {

    /** The approved content of each draft, in one query. A draft that is missing has no entry. */
    Map<UUID, Content> contents(Collection<UUID> draftIds);

    /** @param html the body as it was approved, without tracking */
    record Content(@Nullable String subject, String html) {
    }
}
