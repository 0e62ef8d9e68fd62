package dev.cadenza.event;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Wakes this node's worker when events have been committed here. What other nodes write is found by looking. */
@Component
class EventBell {

    private final Semaphore rung = new Semaphore(0);

    void ring() {
        if (rung.availablePermits() == 0) {
            rung.release();
        }
    }

    /** Once for a transaction, however often it is asked for. */
    void ringAfterCommit() {
        boolean asked = TransactionSynchronizationManager.getSynchronizations().stream()
                .anyMatch(Ring.class::isInstance);
        if (!asked) {
            TransactionSynchronizationManager.registerSynchronization(new Ring());
        }
    }

    void await(long millis) throws InterruptedException {
        if (rung.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            rung.drainPermits();
        }
    }

    private final class Ring implements TransactionSynchronization {
        @Override
        public void afterCommit() {
            ring();
        }
    }
}
