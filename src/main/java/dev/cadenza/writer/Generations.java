package dev.cadenza.writer;

import dev.cadenza.audience.Audiences;
import dev.cadenza.draft.PreparedDrafts;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The generation of campaigns' drafts, as campaigns use it. {@code processes/draft-generation.bpmn} runs it. */
@Component
public class Generations {

    private final GenerationStore store;
    private final ModelWriter model;
    private final WriterSettings settings;
    private final Audiences audiences;
    private final PreparedDrafts drafts;
    private final ApplicationEventPublisher events;

    Generations(GenerationStore store, ModelWriter model, WriterSettings settings, Audiences audiences,
            PreparedDrafts drafts, ApplicationEventPublisher events) {
        this.store = store;
        this.model = model;
        this.settings = settings;
        this.audiences = audiences;
        this.drafts = drafts;
        this.events = events;
    }

    /**
     * Starts the process that writes the drafts.
     *
     * @throws Rejected for a writer that there is not, or that lacks a brief, and a cap that is none
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void start(GenerationOrder order) {
        WriterKind writer = writer(order.writer(), order.brief());
        if (order.tokenCap() != null && order.tokenCap() < 1) {
            throw new Rejected(FieldError.of("tokenCap", "out-of-range", "The cap is at least one token."));
        }
        store.add(order, writer, audiences.count(order.listId(), order.segmentId()),
                order.tokenCap() == null ? settings.tokenCap() : order.tokenCap());
        events.publishEvent(new GenerationEvents.Asked(order.campaignId()));
    }

    @Transactional(readOnly = true)
    public Optional<GenerationView> find(UUID campaignId) {
        return store.find(campaignId);
    }

    /** Raises the cap; a generation that stands because of it goes on. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void raiseCap(UUID campaignId, @Nullable Long cap) {
        GenerationView now = store.find(campaignId).orElseThrow(() -> new NotFound("generation of drafts", campaignId));
        if (cap == null) {
            throw new Rejected(FieldError.required("tokenCap"));
        }
        if (cap <= now.tokenCap()) {
            throw new Rejected(FieldError.of("tokenCap", "out-of-range", "The cap can only be raised; it is "
                    + now.tokenCap() + " now."));
        }
        if (now.state() == GenerationState.DONE && now.writer() == WriterKind.TEMPLATE) {
            throw new Conflict("generation-done", "The template writer uses no tokens.");
        }
        store.raise(campaignId, cap);
        if (store.goOn(campaignId, GenerationState.CAPPED)) {
            events.publishEvent(new GenerationEvents.CapRaised(campaignId));
        }
    }

    /**
     * Locks the campaign's generation, where there is one. Turns lock it before the campaign, so whoever is to lock
     * both begins with it.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hold(UUID campaignId) {
        store.hold(campaignId);
    }

    /** Stops the process, and throws away what was written and not taken along by a launch. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void discard(UUID campaignId) {
        store.remove(campaignId);
        drafts.discard(campaignId);
        events.publishEvent(new GenerationEvents.Discarded(campaignId));
    }

    private WriterKind writer(@Nullable WriterKind wanted, @Nullable String brief) {
        boolean briefed = brief != null && !brief.isBlank();
        if (wanted == null) {
            return briefed && model.available() ? WriterKind.MODEL : WriterKind.TEMPLATE;
        }
        if (wanted == WriterKind.MODEL && !model.available()) {
            throw new Rejected(FieldError.of("writer", "unavailable", "This installation has no model. An administrator"
                    + " sets one with cadenza.ai.model."));
        }
        if (wanted == WriterKind.MODEL && !briefed) {
            throw new Rejected(FieldError.of("brief", "required", "The model needs the campaign's brief."));
        }
        return wanted;
    }
}
