package dev.cadenza.writer;

import java.util.UUID;

/**
 * Tokens of one campaign, as its row has them: all nodes and all who have a draft written again spend from it. What a
 * request may cost at most is set aside before it is made, so the cap holds whatever happens meanwhile; what a node
 * that died had set aside counts as spent.
 */
final class Budget {

    private final GenerationStore store;
    private final UUID campaignId;
    private final long cap;

    Budget(GenerationStore store, GenerationView generation) {
        this.store = store;
        this.campaignId = generation.campaignId();
        this.cap = generation.tokenCap();
    }

    /** @throws CapReached where it may not be spent */
    void setAside(long most) {
        if (!store.setAside(campaignId, most)) {
            throw new CapReached(cap);
        }
    }

    /** Gives back what was set aside, and counts what it came to. */
    void spend(long most, long promptTokens, long completionTokens) {
        store.spend(campaignId, most, promptTokens, completionTokens);
    }
}
