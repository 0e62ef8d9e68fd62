package dev.cadenza.channel;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections to one server. One that has been idle for long is closed, and so is one whose call takes much
 * longer than the read timeout: a blocking write has no timeout of its own.
 */
final class SmtpPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpPool.class);

    private final SmtpConnector connector;
    private final long idleNanos;
    private final long stuckNanos;
    private final ConcurrentLinkedDeque<SmtpConnection> idle = new ConcurrentLinkedDeque<>();
    private final Set<SmtpConnection> busy = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService housekeeping;

    SmtpPool(SmtpConnector connector, Duration idleTimeout, Duration readTimeout) {
        this.connector = connector;
        this.idleNanos = idleTimeout.toNanos();
        this.stuckNanos = readTimeout.plusSeconds(2).toNanos();
        this.housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "smtp-connections");
            thread.setDaemon(true);
            return thread;
        });
        long period = Math.max(50, Math.min(idleTimeout.toMillis(), 1000));
        housekeeping.scheduleWithFixedDelay(this::tidy, period, period, TimeUnit.MILLISECONDS);
    }

    /** The connection used last, which is the least likely to be dead; null where none is open. */
    @Nullable SmtpConnection takeIdle() {
        SmtpConnection connection = idle.pollFirst();
        if (connection != null) {
            busy.add(connection);
        }
        return connection;
    }

    SmtpConnection open() throws SmtpFailure {
        SmtpConnection connection = connector.open();
        busy.add(connection);
        return connection;
    }

    /** @param connection with no answer outstanding */
    void giveBack(SmtpConnection connection) {
        busy.remove(connection);
        connection.idleSince(System.nanoTime());
        idle.addFirst(connection);
        if (housekeeping.isShutdown()) {
            closeIdle(Long.MIN_VALUE);
        }
    }

    void discard(SmtpConnection connection) {
        busy.remove(connection);
        connection.abort();
    }

    int idleConnections() {
        return idle.size();
    }

    private void tidy() {
        long now = System.nanoTime();
        closeIdle(now - idleNanos);
        for (SmtpConnection connection : busy) {
            long since = connection.stuckSince();
            if (since != 0 && now - since > stuckNanos) {
                LOG.warn("Closing a connection to the SMTP server that has been stuck for {} s",
                        TimeUnit.NANOSECONDS.toSeconds(now - since));
                connection.abort();
            }
        }
    }

    /** Without waiting for the answer to QUIT. @param before closes those unused since then */
    private void closeIdle(long before) {
        for (SmtpConnection connection : idle) {
            if ((before == Long.MIN_VALUE || connection.idleSince() - before < 0) && idle.remove(connection)) {
                try {
                    connection.line("QUIT");
                    connection.flush();
                } catch (java.io.IOException closedByServer) {
                    LOG.debug("An idle connection was closed by the server before", closedByServer);
                }
                connection.abort();
            }
        }
    }

    @Override
    public void close() {
        housekeeping.shutdownNow();
        closeIdle(Long.MIN_VALUE);
    }
}
