package dev.cadenza.message;

import dev.cadenza.platform.Background;
import dev.cadenza.platform.Installation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The threads of this node that send: one claims, several hand over, one keeps the node's lease. At the end of the
 * application what was claimed and not begun is put back, and what was begun is finished and recorded.
 */
@Component
@Background
class OutboxRunner implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRunner.class);
    private static final long LOOK_MILLIS = 100;
    private static final long FAILURE_PAUSE_MILLIS = 1000;
    private static final long STOP_MILLIS = 25_000;

    private final ObjectProvider<Dispatcher> dispatchers;
    private final Nodes nodes;
    private final Installation installation;
    private final OutboxSettings settings;
    private final BlockingQueue<Group> queue;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean running;
    private volatile long leaseKept = System.nanoTime();

    OutboxRunner(ObjectProvider<Dispatcher> dispatchers, Nodes nodes, Installation installation,
            OutboxSettings settings) {
        this.dispatchers = dispatchers;
        this.nodes = nodes;
        this.installation = installation;
        this.settings = settings;
        this.queue = new ArrayBlockingQueue<>(Math.max(2 * settings.workers(),
                settings.claimSize() / settings.groupSize()));
    }

    @Override
    public void start() {
        Dispatcher dispatcher = dispatchers.getIfAvailable();
        running = true;
        if (dispatcher == null) {
            LOG.warn("No channel provider is set up: nothing is sent from this node");
            return;
        }
        if (installation.embeddedDatabase()) {
            nodes.onlyOneLeft(installation.node());
        }
        dispatcher.alive();
        leaseKept = System.nanoTime();
        thread("outbox-lease", () -> keepLease(dispatcher));
        thread("outbox-claim", () -> claim(dispatcher));
        for (int i = 1; i <= settings.workers(); i++) {
            thread("outbox-hand-" + i, () -> handOver(dispatcher));
        }
    }

    private void thread(String name, Turns work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (InterruptedException stopped) {
                LOG.debug("{} was stopped", name);
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    private interface Turns {
        void run() throws InterruptedException;
    }

    private void claim(Dispatcher dispatcher) throws InterruptedException {
        while (running) {
            boolean any = false;
            try {
                any = !dispatcher.resting() && dispatcher.claim(group -> put(dispatcher, group));
            } catch (RuntimeException failure) {
                LOG.error("Nothing can be claimed now", failure);
                Thread.sleep(FAILURE_PAUSE_MILLIS);
            }
            if (!any) {
                Thread.sleep(settings.pollInterval().toMillis());
            }
        }
    }

    private void put(Dispatcher dispatcher, Group group) {
        try {
            while (running) {
                if (queue.offer(group, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        dispatcher.putBack(group.claim(), group.messages());
    }

    private void handOver(Dispatcher dispatcher) throws InterruptedException {
        Hand hand = dispatcher.hand();
        while (running || !hand.idle()) {
            Group next = running ? next(hand) : null;
            if (next != null || !hand.idle()) {
                try {
                    dispatcher.consider(hand.turn(next));
                } catch (RuntimeException failure) {
                    LOG.error("A hand failed", failure);
                    Thread.sleep(FAILURE_PAUSE_MILLIS);
                }
            }
        }
    }

    /** With outcomes in hand it does not wait for more work: they are recorded at once. */
    private @Nullable Group next(Hand hand) throws InterruptedException {
        return hand.idle() ? queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS) : queue.poll();
    }

    private void keepLease(Dispatcher dispatcher) throws InterruptedException {
        while (running) {
            Thread.sleep(Math.max(LOOK_MILLIS, settings.lease().toMillis() / 5));
            try {
                dispatcher.alive();
                leaseKept = System.nanoTime();
            } catch (RuntimeException failure) {
                LOG.warn("The lease of this node could not be renewed", failure);
            }
        }
    }

    /** Whether this node has a provider to send through. */
    boolean sends() {
        return running && !threads.isEmpty();
    }

    /** Whether a thread has ended that should run, as after a fault of the virtual machine. */
    boolean broken() {
        return running && threads.stream().anyMatch(thread -> !thread.isAlive());
    }

    boolean leaseKept() {
        return System.nanoTime() - leaseKept < 2 * settings.lease().toNanos();
    }

    @Override
    public void stop() {
        running = false;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
        for (Thread thread : threads) {
            if (!thread.getName().equals("outbox-lease")) {
                join(thread, deadline);
            }
        }
        threads.forEach(Thread::interrupt);
        threads.clear();
        dispatchers.ifAvailable(dispatcher -> {
            List<Group> left = new ArrayList<>();
            queue.drainTo(left);
            left.forEach(group -> dispatcher.putBack(group.claim(), group.messages()));
        });
        try {
            nodes.gone(installation.node());
        } catch (RuntimeException failure) {
            LOG.warn("This node could not say that it ends; its lease will run out", failure);
        }
    }

    private static void join(Thread thread, long deadline) {
        try {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
