package dev.cadenza.card;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Records what came of reading a picture; the card's process goes on in the same transaction. */
@Component
class CardResults {

    private final OcrJobs jobs;
    private final BusinessCards cards;
    private final CardFiles files;
    private final CardJson json;
    private final ActivityLog activity;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;

    CardResults(OcrJobs jobs, BusinessCards cards, CardFiles files, CardJson json, ActivityLog activity,
            ApplicationEventPublisher publisher, Clock clock) {
        this.jobs = jobs;
        this.cards = cards;
        this.files = files;
        this.json = json;
        this.activity = activity;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Transactional
    public void read(OcrJobs.Claimed job, PictureReader.Reading reading) {
        BusinessCard card = cards.lock(job.cardId()).orElse(null);
        if (card == null || !jobs.complete(job)) {
            return;
        }
        Instant now = clock.instant();
        card.read(json.write(reading.raw()), now);
        files.storePreview(card.id(), reading.preview());
        activity.record(Action.CONTACT_PROCESSED, card.id(), Map.of("codes", reading.codes().size(), "lines",
                reading.lines().size()));
        publisher.publishEvent(new CardRead(card.id(), true));
    }

    @Transactional
    public void failed(OcrJobs.Claimed job, String error) {
        BusinessCard card = cards.lock(job.cardId()).orElse(null);
        if (card == null || !jobs.fail(job, error)) {
            return;
        }
        card.failed(clock.instant());
        activity.record(Action.CONTACT_FAILED, card.id(), Map.of("error", error));
        publisher.publishEvent(new CardRead(card.id(), false));
    }
}
