package dev.cadenza.message;

import dev.cadenza.channel.SendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of this node that hand over what goes one way: to the installation's mail server, or through one channel.
 * Each way has a crew of its own, so a provider that is slow or down keeps nobody else's messages waiting.
 */
final class Crew {

    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
    private static final long LOOK_MILLIS = 100;
    private static final long FAILURE_PAUSE_MILLIS = 1000;
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private final Dispatcher dispatcher;
    private final BlockingQueue<Group> queue;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running = true;
    private volatile long restUntil = System.nanoTime();

    /** @param capacity groups that wait for a hand */
    Crew(String name, int workers, int capacity, Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
        this.queue = new ArrayBlockingQueue<>(capacity);
        for (int i = 1; i <= workers; i++) {
            Thread thread = new Thread(this::work, "outbox-" + name + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** Whether it makes sense to claim for it now. */
    boolean ready() {
        return queue.isEmpty() && System.nanoTime() - restUntil >= 0;
    }

    boolean resting() {
        return System.nanoTime() - restUntil < 0;
    }

    /** Takes a group, when there is room; gives it back where this crew stops meanwhile. */
    void take(Group group) {
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

    private void work() {
        Hand hand = dispatcher.hand();
        try {
            while (running || !hand.idle()) {
                Group next = running ? next(hand) : null;
                if (next != null || !hand.idle()) {
                    turn(hand, next);
                }
            }
        } catch (InterruptedException stopped) {
            LOG.debug("{} was stopped", Thread.currentThread().getName());
        }
    }

    private void turn(Hand hand, @Nullable Group next) throws InterruptedException {
        try {
            consider(hand.turn(next));
        } catch (RuntimeException failure) {
            LOG.error("A hand failed", failure);
            Thread.sleep(FAILURE_PAUSE_MILLIS);
        }
    }

    /** With outcomes in hand it does not wait for more work: they are recorded at once. */
    private @Nullable Group next(Hand hand) throws InterruptedException {
        return hand.idle() ? queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS) : queue.poll();
    }

    /** Where a provider took nothing of a group, it probably takes nothing of the next: a short rest saves attempts. */
    private void consider(List<Outcome> outcomes) {
        Optional<Duration> shortest = outcomes.stream().map(Outcome::result)
                .map(result -> result instanceof SendResult.Deferred d ? d.retryAfter() : Duration.ZERO)
                .min(Duration::compareTo);
        shortest.filter(pause -> !pause.isZero()).ifPresent(pause -> restUntil = System.nanoTime()
                + (pause.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : pause).toNanos());
    }

    /** Whether a thread has ended that should run. */
    boolean broken() {
        return running && threads.stream().anyMatch(thread -> !thread.isAlive());
    }

    /** Lets hands finish what they hold. {@link #join} waits for them. */
    void stop() {
        running = false;
    }

    /** @param deadline of {@link System#nanoTime()} */
    void join(long deadline) {
        for (Thread thread : threads) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        threads.forEach(Thread::interrupt);
        List<Group> left = new ArrayList<>();
        queue.drainTo(left);
        left.forEach(group -> dispatcher.putBack(group.claim(), group.messages()));
    }
}
