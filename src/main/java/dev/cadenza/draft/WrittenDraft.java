package dev.cadenza.draft;

import java.util.UUID;

/** A draft and whose it is. */
public record WrittenDraft(UUID draftId, UUID enrollmentId) {
}
