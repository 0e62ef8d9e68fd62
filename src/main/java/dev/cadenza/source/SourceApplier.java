package dev.cadenza.source;

import dev.cadenza.source.DataEvent.Posted;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps what comes in, and applies it: many events in one transaction; where that fails, each in one of its own, so
 * that none stops another. Several nodes do so at once.
 */
@Component
class SourceApplier {

    private static final Logger LOG = LoggerFactory.getLogger(SourceApplier.class);

    private final DataEvents events;
    private final SourceBatch batch;
    private final HashIndex hashes;
    private final IntakeSettings settings;
    private final TransactionTemplate transaction;

    SourceApplier(DataEvents events, SourceBatch batch, HashIndex hashes, IntakeSettings settings,
            PlatformTransactionManager transactions) {
        this.events = events;
        this.batch = batch;
        this.hashes = hashes;
        this.settings = settings;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** @return how many were new */
    int keep(DataSource source, boolean proven, List<Posted> posted) {
        return events.keep(source.id(), proven, posted);
    }

    /**
     * Applies what is due, up to a batch.
     *
     * @return how many events were looked at
     */
    int applyDue() {
        SourceBatch.Done done = new SourceBatch.Done(0, false);
        try {
            done = transaction.execute(status -> batch.apply(events.take(settings.batchSize())));
        } catch (RuntimeException failure) {
            LOG.warn("A batch of events can't be applied; each is tried by itself", failure);
            done = oneByOne();
        }
        if (done != null && done.hashesMissing()) {
            hashes.catchUp();
        }
        return done == null ? 0 : done.count();
    }

    private SourceBatch.Done oneByOne() {
        List<UUID> due = events.due(settings.batchSize());
        boolean missing = false;
        for (UUID id : due) {
            try {
                SourceBatch.Done done = transaction.execute(status -> batch.apply(events.take(id)));
                missing |= done != null && done.hashesMissing();
            } catch (RuntimeException failure) {
                LOG.warn("Event {} can't be applied", id, failure);
                transaction.executeWithoutResult(status -> events.failed(id, failure, false));
            }
        }
        return new SourceBatch.Done(due.size(), missing);
    }
}
