package dev.cadenza.card;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.lead.LeadProperties;
import dev.cadenza.problem.NotFound;
import java.time.Clock;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The steps of the process {@code business-card}. */
@Component
class CardSteps {

    private final BusinessCards cards;
    private final OcrJobs jobs;
    private final CardLeads leads;
    private final CardJson json;
    private final CardProperties properties;
    private final LeadProperties leadProperties;
    private final Clock clock;

    CardSteps(BusinessCards cards, OcrJobs jobs, CardLeads leads, CardJson json, CardProperties properties,
            LeadProperties leadProperties, Clock clock) {
        this.cards = cards;
        this.jobs = jobs;
        this.leads = leads;
        this.json = json;
        this.properties = properties;
        this.leadProperties = leadProperties;
        this.clock = clock;
    }

    @Transactional
    public void queue(UUID cardId) {
        jobs.add(card(cardId).id());
    }

    /**
     * Makes fields of what was read: what a code says first, and the print where the code says nothing.
     *
     * @return true where no person needs to look at them
     */
    @Transactional
    public boolean understand(UUID cardId) {
        BusinessCard card = card(cardId);
        JsonNode raw = json.read(card.ocrRawData() == null ? "{}" : card.ocrRawData());
        CardFields printed = new CardParser(leadProperties.defaultRegion()).parse(json.lines(raw));
        CardFields fields = Codes.fields(json.codes(raw), leadProperties.defaultRegion()).or(printed);
        double confidence = fields.confidence();
        boolean sure = confidence >= properties.reviewBelow() && leads.possible(fields);
        card.understood(json.write(json.tree(fields)), confidence, sure, clock.instant());
        return sure;
    }

    @Transactional
    public void makeLead(UUID cardId) {
        BusinessCard card = card(cardId);
        card.became(leads.make(card, json.fields(card.fields())), clock.instant());
    }

    private BusinessCard card(UUID id) {
        return cards.lock(id).orElseThrow(() -> new NotFound("business card", id));
    }
}
