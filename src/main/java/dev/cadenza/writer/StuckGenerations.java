package dev.cadenza.writer;

import dev.cadenza.problem.NotFound;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Generations that a person has to look at. */
@Component
class StuckGenerations {

    private final GenerationStore store;
    private final JdbcClient jdbc;
    private final TransactionTemplate apart;

    StuckGenerations(GenerationStore store, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.store = store;
        this.jdbc = jdbc;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** The drafts could not be written. */
    static class DraftsNotWritten extends RuntimeException {

        private static final long serialVersionUID = 1L;

        DraftsNotWritten(String reason) {
            super(reason);
        }
    }

    /**
     * Fails with what went wrong, for as long as nobody was told; what marks it as told is committed apart, since the
     * failure takes everything else back.
     */
    void reportOrGoOn(UUID campaignId) {
        GenerationView generation = store.find(campaignId)
                .orElseThrow(() -> new NotFound("generation of drafts", campaignId));
        boolean news = Boolean.TRUE.equals(apart.execute(status -> jdbc.sql(
                "update draft_generation set failures = 0 where campaign_id = :id and state = 'STUCK' and failures > 0")
                .param("id", campaignId).update() == 1));
        if (news) {
            throw new DraftsNotWritten(String.valueOf(generation.error()));
        }
        store.goOn(campaignId, GenerationState.STUCK);
    }
}
