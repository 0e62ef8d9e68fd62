package dev.cadenza.draft;

import java.util.List;
import java.util.UUID;

/**
 * What came of a review.
 *
 * @param approved drafts that will be sent
 * @param rejectedEnrollments whose drafts will not
 */
public record ReviewResult(List<WrittenDraft> approved, List<UUID> rejectedEnrollments) {

    public ReviewResult {
        approved = List.copyOf(approved);
        rejectedEnrollments = List.copyOf(rejectedEnrollments);
    }
}
