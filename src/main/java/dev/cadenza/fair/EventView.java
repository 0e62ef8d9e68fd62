package dev.cadenza.fair;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A trade event as the API shows it.
 *
 * @param leads how many people were met there
 * @param cards business cards that were uploaded for it
 * @param cardsToReview those of them that wait for a person
 */
record EventView(UUID id, String name, LocalDate date, @Nullable String location, @Nullable String industry,
        @Nullable String description, long leads, long cards, long cardsToReview, Instant createdAt,
        Instant updatedAt) {
}
