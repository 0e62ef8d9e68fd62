package dev.cadenza.card;

import dev.cadenza.platform.Background;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Reads pictures by itself, on threads of its own: neither the engine's jobs nor housekeeping wait for them. */
@Component
@Background
class CardWorker implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(CardWorker.class);

    private final CardReading reading;
    private final int most;
    private final ExecutorService threads;
    private final AtomicInteger busy = new AtomicInteger();

    CardWorker(CardReading reading, CardProperties properties) {
        this.reading = reading;
        this.most = properties.parallel();
        this.threads = Executors.newFixedThreadPool(most, work -> {
            Thread thread = new Thread(work, "cards");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
    }

    @Scheduled(fixedDelayString = "PT1S")
    void wake() {
        if (busy.get() < most && !threads.isShutdown()) {
            busy.incrementAndGet();
            threads.execute(this::work);
        }
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted() && reading.readNext()) {
                LOG.debug("A picture was worked off");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            LOG.warn("Cards are not read at the moment", failure);
        } finally {
            busy.decrementAndGet();
        }
    }

    @Override
    public void destroy() throws InterruptedException {
        threads.shutdownNow();
        if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.info("A picture is still being read; another node or the next start takes it up");
        }
    }
}
