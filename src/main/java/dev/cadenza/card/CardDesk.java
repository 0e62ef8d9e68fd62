package dev.cadenza.card;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.access.Ownership;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.NotFound;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people do with single cards. */
@Component
class CardDesk {

    private final BusinessCards cards;
    private final CardFiles files;
    private final CardReviews reviews;
    private final Ownership ownership;
    private final ActivityLog activity;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;

    CardDesk(BusinessCards cards, CardFiles files, CardReviews reviews, Ownership ownership,
            ActivityLog activity, ApplicationEventPublisher publisher, Clock clock) {
        this.ownership = ownership;
        this.cards = cards;
        this.files = files;
        this.reviews = reviews;
        this.activity = activity;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** @throws Conflict where nobody is asked to review the card */
    @Transactional
    public void review(UUID id, JsonNode review) {
        BusinessCard card = lock(id);
        if (card.status() != CardStatus.PENDING_REVIEW) {
            throw new Conflict("no-review", "Nobody is asked to review this card.");
        }
        reviews.check(review);
        publisher.publishEvent(new CardReviewed(id, review.toString()));
    }

    /** Reads a picture that could not be read once more. */
    @Transactional
    public void retry(UUID id) {
        lock(id).retry(clock.instant());
        activity.record(Action.CONTACT_RETRIED, id, Map.of());
        publisher.publishEvent(new CardStored(id));
    }

    /** Its lead stays. */
    @Transactional
    public void delete(UUID id) {
        BusinessCard card = lock(id);
        publisher.publishEvent(new CardRemoved(id));
        cards.deleteAllByIdInBatch(List.of(id));
        ownership.forget(id);
        files.removeUnlessUsed(card.fileId());
        activity.record(Action.CONTACT_DELETED, id, Map.of());
    }

    @Transactional(readOnly = true)
    public CardFiles.StoredFile file(UUID id) {
        BusinessCard card = cards.findById(id).orElseThrow(() -> new NotFound("business card", id));
        return files.load(card.fileId()).orElseThrow(() -> new NotFound("picture of business card", id));
    }

    private BusinessCard lock(UUID id) {
        return cards.lock(id).orElseThrow(() -> new NotFound("business card", id));
    }
}
