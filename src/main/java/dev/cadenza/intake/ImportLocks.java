package dev.cadenza.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sees to it that one node at a time works on an import, by a lock of PostgreSQL's that belongs to a connection: it
 * ends with the node.
 */
@Component
class ImportLocks {

    private static final Logger LOG = LoggerFactory.getLogger(ImportLocks.class);

    private final DataSource dataSource;

    ImportLocks(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Held until it is closed. */
    record Lock(Connection connection, long key) implements AutoCloseable {

        /** Where the connection is gone, the lock is too; what was imported under it is committed and stays. */
        @Override
        public void close() {
            try (Connection held = connection) {
                giveBack(held);
            } catch (SQLException failure) {
                LOG.warn("The connection that held the lock of an import is gone, and the lock with it", failure);
            }
        }

        private void giveBack(Connection held) throws SQLException {
            try (PreparedStatement unlock = held.prepareStatement("select pg_advisory_unlock(?)")) {
                unlock.setLong(1, key);
                unlock.execute();
            } catch (SQLException failure) {
                // The pool must not hand it out with the lock.
                held.abort(Runnable::run);
                throw failure;
            }
        }
    }

    /** @throws ImportBusy where another node works on the import */
    Lock take(UUID importId) {
        long key = importId.getMostSignificantBits() ^ importId.getLeastSignificantBits();
        try {
            Connection connection = dataSource.getConnection();
            if (tryLock(connection, key)) {
                return new Lock(connection, key);
            }
            connection.close();
        } catch (SQLException failure) {
            throw new IllegalStateException("The lock of an import can't be taken", failure);
        }
        throw new ImportBusy(importId);
    }

    private static boolean tryLock(Connection connection, long key) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("select pg_try_advisory_lock(?)")) {
            lock.setLong(1, key);
            try (ResultSet answer = lock.executeQuery()) {
                answer.next();
                return answer.getBoolean(1);
            }
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }
}
