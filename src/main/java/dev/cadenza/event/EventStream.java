package dev.cadenza.event;

import dev.cadenza.lead.EventKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets events take effect: many in one transaction, in the order of the stream for one lead. Who can't act on a batch
 * is left out of it and has the rest to do by itself ({@link EventRests}). A batch that fails as a whole is tried again
 * in halves, down to the event that fails alone, which is set aside with its error. Several nodes, and several threads,
 * do so at once; each has its shards.
 */
@Component
class EventStream {

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    static final int BATCH = 500;
    /** An event that fails alone may have met somebody who changes the same rows at the same time. */
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    /** A part that fails for every event does not keep the worker from all others. */
    private static final int MOST_FAILURES = 20;

    private final EventRows rows;
    private final EventRests rests;
    private final EventScoring scoring;
    private final ObjectProvider<EventConsumer> consumers;
    private final TransactionTemplate transaction;

    EventStream(EventRows rows, EventRests rests, EventScoring scoring, ObjectProvider<EventConsumer> consumers,
            PlatformTransactionManager transactions) {
        this.rows = rows;
        this.rests = rests;
        this.scoring = scoring;
        this.consumers = consumers;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** What a batch holds, known outside its transaction too. */
    private static final class Batch {
        private List<LeadEvent> events = List.of();
        private EventRests.Rest rest = EventRests.Rest.NOTHING;
    }

    /**
     * Applies all that is open and that nobody else is at.
     *
     * @return how many events were applied or set aside
     */
    int applyDue() {
        return applyEvents() + applyRests();
    }

    private int applyEvents() {
        int done = 0;
        int most = BATCH;
        int attempts = 0;
        Map<String, PartFailed> without = new TreeMap<>();
        while (true) {
            Batch batch = new Batch();
            int size = most;
            try {
                transaction.executeWithoutResult(status -> apply(batch, size, without));
                if (batch.events.isEmpty()) {
                    return done;
                }
                done += batch.events.size();
                most = Math.min(BATCH, most * 2);
                attempts = 0;
                without.clear();
            } catch (PartFailed failure) {
                LOG.info("{} events go on without {}, which does them apart: {}", batch.events.size(), failure.part(),
                        failure.getMessage());
                if (without.put(failure.part(), failure) != null) {
                    throw failure; // it was left out, and did something all the same
                }
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

    private void apply(Batch batch, int most, Map<String, PartFailed> without) {
        batch.events = rows.take(most);
        if (batch.events.isEmpty()) {
            return;
        }
        List<LeadEvent> events = scoring.apply(batch.events);
        consume(events, part -> !without.containsKey(part));
        rests.leave(events, without);
    }

    private void consume(List<LeadEvent> events, Predicate<String> parts) {
        consumers.orderedStream().forEach(consumer -> {
            Set<EventKind> kinds = consumer.interests();
            List<LeadEvent> theirs = events.stream().filter(event -> kinds.contains(event.kind())).toList();
            if (!theirs.isEmpty()) {
                consumer.apply(theirs, parts);
            }
        });
    }

    /** Has parts do what they could not before; in halves, down to the event for which a part fails alone. */
    private int applyRests() {
        int done = 0;
        int most = BATCH;
        int failures = 0;
        while (failures < MOST_FAILURES) {
            Batch batch = new Batch();
            int size = most;
            try {
                transaction.executeWithoutResult(status -> {
                    batch.rest = rests.take(size);
                    if (!batch.rest.events().isEmpty()) {
                        consume(batch.rest.events(), batch.rest.part()::equals);
                        rests.done(batch.rest);
                    }
                });
                if (batch.rest.events().isEmpty()) {
                    return done;
                }
                done += batch.rest.events().size();
                most = Math.min(BATCH, most * 2);
            } catch (RuntimeException failure) {
                int taken = batch.rest.events().size();
                if (taken == 0) {
                    throw failure;
                }
                if (taken == 1) {
                    LOG.warn("{} can't act on event {}", batch.rest.part(), batch.rest.events().get(0).id(), failure);
                    transaction.executeWithoutResult(status -> rests.failed(batch.rest, failure));
                    done++;
                    failures++;
                }
                most = Math.max(1, taken / 2);
            }
        }
        return done;
    }
}
