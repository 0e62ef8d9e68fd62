package dev.cadenza.message;

import dev.cadenza.platform.Background;
import dev.cadenza.platform.Installation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The threads of this node that send: one claims, crews hand over, one keeps the node's lease. At the end of the
 * application what was claimed and not begun is put back, and what was begun is finished and recorded.
 */
@Component
@Background
class OutboxRunner implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRunner.class);
    private static final long LOOK_MILLIS = 100;
    private static final long FAILURE_PAUSE_MILLIS = 1000;
    private static final long STOP_MILLIS = 25_000;

    private final Dispatcher dispatcher;
    private final Nodes nodes;
    private final Installation installation;
    private final OutboxSettings settings;
    private final Map<UUID, Crew> channelCrews = new ConcurrentHashMap<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile @Nullable Crew mailCrew;
    private volatile boolean running;
    private volatile long leaseKept = System.nanoTime();

    OutboxRunner(Dispatcher dispatcher, Nodes nodes, Installation installation, OutboxSettings settings) {
        this.dispatcher = dispatcher;
        this.nodes = nodes;
        this.installation = installation;
        this.settings = settings;
    }

    @Override
    public void start() {
        running = true;
        if (installation.embeddedDatabase()) {
            nodes.onlyOneLeft(installation.node());
        }
        dispatcher.alive();
        leaseKept = System.nanoTime();
        Crew mail = new Crew("hand", settings.workers(), Math.max(2 * settings.workers(),
                settings.claimSize() / settings.groupSize()), dispatcher);
        mailCrew = mail;
        thread("outbox-lease", this::keepLease);
        thread("outbox-claim", () -> claim(mail));
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

    private void claim(Crew mail) throws InterruptedException {
        while (running) {
            boolean any = false;
            try {
                any = dispatcher.claim(lane -> ready(lane, mail), group -> crew(group.claim().lane(), mail).take(group));
            } catch (RuntimeException failure) {
                LOG.error("Nothing can be claimed now", failure);
                Thread.sleep(FAILURE_PAUSE_MILLIS);
            }
            if (!any) {
                Thread.sleep(settings.pollInterval().toMillis());
            }
        }
    }

    /** The mail crew's queue is filled to the brim; a channel's is filled when it is empty, so claiming never waits. */
    private boolean ready(Lane lane, Crew mail) {
        return lane.channel() == null ? !mail.resting() : crew(lane, mail).ready();
    }

    private Crew crew(Lane lane, Crew mail) {
        Lane.Channel channel = lane.channel();
        return channel == null ? mail : channelCrews.computeIfAbsent(channel.id(), id -> new Crew("channel-" + id,
                settings.channelWorkers(), Math.max(1, settings.claimSize() / settings.groupSize()) + 1, dispatcher));
    }

    private void keepLease() throws InterruptedException {
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
        Crew mail = mailCrew;
        return running && (threads.stream().anyMatch(thread -> !thread.isAlive()) || mail != null && mail.broken()
                || channelCrews.values().stream().anyMatch(Crew::broken));
    }

    boolean leaseKept() {
        return System.nanoTime() - leaseKept < 2 * settings.lease().toNanos();
    }

    @Override
    public void stop() {
        running = false;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
        List<Crew> crews = new ArrayList<>(channelCrews.values());
        if (mailCrew != null) {
            crews.add(mailCrew);
        }
        crews.forEach(Crew::stop);
        threads.stream().filter(thread -> thread.getName().equals("outbox-claim"))
                .forEach(thread -> join(thread, deadline));
        crews.forEach(crew -> crew.join(deadline));
        threads.forEach(Thread::interrupt);
        threads.clear();
        channelCrews.clear();
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
