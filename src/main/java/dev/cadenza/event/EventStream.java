package dev.cadenza.event;

import dev.cadenza.lead.EventKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets events take effect: many in one transaction, in the order of the stream for one lead. A batch that fails is tried
 * again in halves, down to the event that fails alone, which is set aside with its error. Several nodes, and several
 * threads, do so at once; each has its shards.
 */
@Component
class EventStream {

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    static final int BATCH = 500;
    /** An event that fails alone may have met somebody who changes the same rows at the same time. */
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private final EventRows rows;
    private final EventScoring scoring;
    private final ObjectProvider<EventConsumer> consumers;
    private final TransactionTemplate transaction;

    EventStream(EventRows rows, EventScoring scoring, ObjectProvider<EventConsumer> consumers,
            PlatformTransactionManager transactions) {
        this.rows = rows;
        this.scoring = scoring;
        this.consumers = consumers;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** What a batch holds, known outside its transaction too. */
    private static final class Batch {
        private List<LeadEvent> events = List.of();
    }

    /**
     * Applies all that is open and that nobody else is at.
     *
     * @return how many events were applied or set aside
     */
    int applyDue() {
        int done = 0;
        int most = BATCH;
        int attempts = 0;
        while (true) {
            Batch batch = new Batch();
            int size = most;
            try {
                transaction.executeWithoutResult(status -> apply(batch, size));
                if (batch.events.isEmpty()) {
                    return done;
                }
                done += batch.events.size();
                most = Math.min(BATCH, most * 2);
                attempts = 0;
            } catch (RuntimeException failure) {
                if (batch.events.isEmpty()) {
                    throw failure;
                }
                if (batch.events.size() > 1) {
                    LOG.debug("A batch of {} events is tried in halves", batch.events.size(), failure);
                    most = batch.events.size() / 2;
                } else if (++attempts < ATTEMPTS) {
                    LockSupport.parkNanos(FIRST_PAUSE.toNanos() << attempts);
                } else {
                    LeadEvent culprit = batch.events.get(0);
                    LOG.warn("Event {} of lead {} can't be applied", culprit.id(), culprit.leadId(), failure);
                    transaction.executeWithoutResult(status -> rows.setAside(culprit.id(), failure));
                    done++;
                    attempts = 0;
                }
            }
        }
    }

    private void apply(Batch batch, int most) {
        batch.events = rows.take(most);
        if (batch.events.isEmpty()) {
            return;
        }
        List<LeadEvent> events = scoring.apply(batch.events);
        consumers.orderedStream().forEach(consumer -> {
            Set<EventKind> kinds = consumer.interests();
            List<LeadEvent> theirs = events.stream().filter(event -> kinds.contains(event.kind())).toList();
            if (!theirs.isEmpty()) {
                consumer.apply(theirs);
            }
        });
    }
}
