package dev.cadenza.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.access.Visibility;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes what a person says about a doubtful card, from Tasklist or over the API. */
@Component
class CardReviews {

    private final BusinessCards cards;
    private final Visibility visibility;
    private final ReviewInput input;
    private final CardJson json;
    private final ObjectMapper mapper;
    private final ActivityLog activity;
    private final Clock clock;

    CardReviews(BusinessCards cards, Visibility visibility, ReviewInput input, CardJson json, ObjectMapper mapper,
            ActivityLog activity, Clock clock) {
        this.visibility = visibility;
        this.cards = cards;
        this.input = input;
        this.json = json;
        this.mapper = mapper;
        this.activity = activity;
        this.clock = clock;
    }

    /** @throws Rejected naming every field that is bad */
    void check(JsonNode review) {
        if (!discards(review)) {
            input.read(review);
        }
    }

    /** What {@link #check} would refuse it for; empty where nothing speaks against it. */
    List<FieldError> faults(JsonNode review) {
        try {
            check(review);
            return List.of();
        } catch (Rejected bad) {
            return bad.errors();
        }
    }

    /**
     * Records a review as part of the completion of its task.
     *
     * @param review JSON: the fields, or {@code {"discard": true}}
     * @return true where there is a lead to be made of the card
     * @throws Rejected naming every field that is bad
     * @throws NotFound where the reviewer does not see the card
     */
    @Transactional
    public boolean take(UUID cardId, @Nullable String review, @Nullable String reviewer) {
        visibility.require("business card", cardId);
        JsonNode tree = tree(review);
        BusinessCard card = cards.lock(cardId).orElseThrow(() -> new NotFound("business card", cardId));
        if (discards(tree)) {
            card.discarded(reviewer, clock.instant());
            activity.record(Action.CONTACT_REVIEWED, cardId, Map.of("decision", "discarded"), reviewer);
            activity.record(Action.CONTACT_DISCARDED, cardId, Map.of(), reviewer);
            return false;
        }
        CardFields fields = input.read(tree);
        card.verified(json.write(json.tree(fields)), reviewer, clock.instant());
        activity.record(Action.CONTACT_REVIEWED, cardId, Map.of("decision", "verified"), reviewer);
        activity.record(Action.CONTACT_VERIFIED, cardId, Map.of(), reviewer);
        return true;
    }

    private JsonNode tree(@Nullable String review) {
        if (review == null || review.isBlank()) {
            throw new Rejected(FieldError.required("review"));
        }
        try {
            return mapper.readTree(review);
        } catch (JsonProcessingException malformed) {
            throw new Rejected(FieldError.of("review", "invalid", "The review is no JSON."));
        }
    }

    private static boolean discards(JsonNode review) {
        return review.path("discard").isBoolean() && review.path("discard").booleanValue();
    }
}
