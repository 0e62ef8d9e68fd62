package dev.cadenza.event;

import dev.cadenza.platform.Background;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The thread that applies events: as soon as they were committed here, and within a second what others committed. */
@Component
@Background
class EventWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(EventWorker.class);
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final long REST_AFTER_FAILURE_MILLIS = 2000;
    private static final long STOP_WITHIN_MILLIS = 20_000;

    private final EventStream stream;
    private final EventBell bell;
    private volatile boolean running;
    private Thread thread = new Thread(this::work, "events");

    EventWorker(EventStream stream, EventBell bell) {
        this.stream = stream;
        this.bell = bell;
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = new Thread(this::work, "events");
        thread.start();
    }

    /** The batch that is at work is finished. */
    @Override
    public synchronized void stop() {
        running = false;
        bell.ring();
        try {
            thread.join(STOP_WITHIN_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void work() {
        while (running) {
            long pause = LOOK_EVERY_MILLIS;
            try {
                stream.applyDue();
            } catch (RuntimeException failure) {
                LOG.warn("Events can't be applied now", failure);
                pause = REST_AFTER_FAILURE_MILLIS;
            }
            try {
                bell.await(pause);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
