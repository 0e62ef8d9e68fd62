package dev.cadenza.nodes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * A dump as {@code pg_dump} takes it: every table of one moment, read in one REPEATABLE READ transaction while the
 * database works on. The embedded server of the tests comes without that program.
 */
final class Snapshot {

    private final Map<String, byte[]> tables = new LinkedHashMap<>();
    private final Map<String, Long> sequences = new LinkedHashMap<>();

    private Snapshot() {
    }

    static Snapshot of(Connection connection) throws SQLException, IOException {
        Snapshot snapshot = new Snapshot();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        for (String table : tables(connection)) {
            ByteArrayOutputStream rows = new ByteArrayOutputStream();
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut("copy " + table + " to stdout (format binary)", rows);
            snapshot.tables.put(table, rows.toByteArray());
        }
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(
                "select sequencename, coalesce(last_value, 1) from pg_sequences where schemaname = 'public'")) {
            while (rows.next()) {
                snapshot.sequences.put(rows.getString(1), rows.getLong(2));
            }
        }
        connection.rollback();
        return snapshot;
    }

    /** Into a database with the same tables, whose rows go. */
    void restore(Connection connection) throws SQLException, IOException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute("truncate " + String.join(", ", tables(connection)) + " cascade");
            for (Map.Entry<String, byte[]> table : tables.entrySet()) {
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + table.getKey()
                        + " from stdin (format binary)", new ByteArrayInputStream(table.getValue()));
            }
            for (Map.Entry<String, Long> sequence : sequences.entrySet()) {
                statement.execute("select setval('" + sequence.getKey() + "', " + sequence.getValue() + ")");
            }
        }
        connection.commit();
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(
                "select table_name from information_schema.tables where table_schema = 'public'"
                        + " and table_type = 'BASE TABLE' order by table_name")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
