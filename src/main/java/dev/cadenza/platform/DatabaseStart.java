package dev.cadenza.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;

/**
 * The first meeting with the database. It waits for a database that comes later than the node, and lets one node after
 * another bring the tables up to date: Liquibase's own lock table does not exist on an empty database, is left locked by
 * a node that is killed, and knows nothing of the engine's tables. The lock here is the session's, so that it ends with
 * the node that holds it.
 */
final class DatabaseStart implements BeanPostProcessor, SmartInitializingSingleton, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseStart.class);
    private static final long LOCK = 0x63616465_6e7a6102L;
    private static final Duration SAY_EVERY = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 500;
    /** Wrong password, no such user, no right to connect: waiting changes nothing about these. */
    private static final Set<String> HOPELESS = Set.of("28P01", "28000", "42501");

    private final Duration wait;
    private @Nullable Connection holder;

    DatabaseStart(Environment environment) {
        this.wait = environment.getProperty("cadenza.database-wait", Duration.class, Duration.ofMinutes(2));
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof DataSource source && holder == null) {
            holder = locked(connected(source));
        }
        return bean;
    }

    private Connection connected(DataSource source) {
        long begin = System.nanoTime();
        long said = begin - SAY_EVERY.toNanos();
        while (true) {
            try {
                return source.getConnection();
            } catch (SQLException failure) {
                Duration waited = Duration.ofNanos(System.nanoTime() - begin);
                if (waited.compareTo(wait) >= 0 || HOPELESS.contains(state(failure))) {
                    throw new DatabaseUnreachable(waited, failure);
                }
                if (System.nanoTime() - said >= SAY_EVERY.toNanos()) {
                    said = System.nanoTime();
                    LOG.info("Waiting for the database, at most {} s more: {}", wait.minus(waited).toSeconds(),
                            failure.getMessage());
                }
                pause(failure);
            }
        }
    }

    /** The state that the server gave, wherever the pool has put it. */
    private static String state(SQLException failure) {
        String state = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                state = sql.getSQLState();
            }
        }
        return state;
    }

    private static void pause(SQLException failure) {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the database", failure);
        }
    }

    private static Connection locked(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute("select pg_advisory_lock(" + LOCK + ")");
            // Whoever held Liquibase's lock had this one before, and is dead.
            statement.execute("""
                    do $$ begin
                        if to_regclass('databasechangeloglock') is not null then
                            update databasechangeloglock set locked = false, lockgranted = null, lockedby = null
                            where locked;
                        end if;
                    end $$""");
            return connection;
        } catch (SQLException failure) {
            throw new IllegalStateException("The database can't be prepared for the start", failure);
        }
    }

    /** Tables, processes and first users are there: the next node may look. */
    @Override
    public void afterSingletonsInstantiated() {
        close();
    }

    @Override
    public void close() {
        Connection held = holder;
        if (held == null) {
            return;
        }
        holder = null;
        try (held; Statement statement = held.createStatement()) {
            statement.execute("select pg_advisory_unlock(" + LOCK + ")");
        } catch (SQLException alreadyGone) {
            LOG.debug("The connection that held the lock of the start is gone, and the lock with it", alreadyGone);
        }
    }
}
