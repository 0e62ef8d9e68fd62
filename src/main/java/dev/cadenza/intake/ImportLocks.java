package dev.cadenza.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/**
 * Sees to it that one node at a time works on an import, by a lock of PostgreSQL's that belongs to a connection: it
 * ends with the node.
 */
@Component
class ImportLocks {

    private final DataSource dataSource;

    ImportLocks(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Held until it is closed. */
    record Lock(Connection connection, long key) implements AutoCloseable {

        @Override
        public void close() {
            try (Connection held = connection; PreparedStatement unlock = held.prepareStatement(
                    "select pg_advisory_unlock(?)")) {
                unlock.setLong(1, key);
                unlock.execute();
            } catch (SQLException failure) {
                throw new IllegalStateException("The lock of an import can't be given back", failure);
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
