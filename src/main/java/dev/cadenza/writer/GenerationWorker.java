package dev.cadenza.writer;

import dev.cadenza.platform.Background;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Takes the turns of generations by itself, on a thread of its own: neither jobs nor housekeeping wait for a model. */
@Component
@Background
class GenerationWorker implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(GenerationWorker.class);

    private final GenerationTurn turn;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "draft-generation");
        made.setDaemon(true);
        return made;
    });

    GenerationWorker(GenerationTurn turn) {
        this.turn = turn;
    }

    @Scheduled(fixedDelayString = "PT1S")
    void wake() {
        if (!thread.isShutdown() && busy.compareAndSet(false, true)) {
            thread.execute(this::work);
        }
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted() && turn.workNext()) {
                LOG.debug("A batch of drafts was written");
            }
        } catch (RuntimeException failure) {
            LOG.warn("Drafts are not written at the moment", failure);
        } finally {
            busy.set(false);
        }
    }

    @Override
    public void destroy() throws InterruptedException {
        thread.shutdownNow();
        if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
            LOG.info("A batch of drafts is still being written; another node or the next start writes it again");
        }
    }
}
