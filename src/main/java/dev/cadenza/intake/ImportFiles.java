package dev.cadenza.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The uploaded files, kept in the database so that any node can go on with an import, and so that the row a lead came
 * from can be shown as it was.
 */
@Component
class ImportFiles {

    /** Bytes of a piece: with the row's other columns it just fits into one page of 8 KB. */
    static final int PIECE = 8_064;

    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

    private final JdbcTemplate jdbc;
    private final DataSource dataSource;

    ImportFiles(JdbcTemplate jdbc, DataSource dataSource) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
    }

    /**
     * What was stored.
     *
     * @param utf8 true where the whole file is well-formed UTF-8
     */
    record Stored(long bytes, boolean utf8) {
    }

    /** Stores a file as part of the transaction that runs. */
    Stored store(UUID batchId, InputStream in) {
        return jdbc.execute((ConnectionCallback<Stored>) connection -> {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI()
                    .copyIn("copy import_piece (batch_id, number, data) from stdin (format binary)");
            try {
                Stored stored = copy(batchId, in, copy);
                copy.endCopy();
                return stored;
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        });
    }

    private static Stored copy(UUID batchId, InputStream in, CopyIn copy) throws IOException, SQLException {
        RowBuffer rows = new RowBuffer(PIECE * 18);
        writeHeader(rows);
        Utf8Check utf8 = new Utf8Check();
        byte[] piece = new byte[PIECE];
        long bytes = 0;
        int number = 0;
        for (int read = in.readNBytes(piece, 0, PIECE); read > 0; read = in.readNBytes(piece, 0, PIECE)) {
            utf8.add(piece, 0, read);
            rows.putShort(3);
            rows.putUuid(batchId);
            rows.putInt(4);
            rows.putInt(number++);
            rows.putInt(read);
            rows.put(piece, 0, read);
            bytes += read;
            if (rows.length() > PIECE * 16) {
                copy.writeToCopy(rows.array(), 0, rows.length());
                rows.clear();
            }
        }
        rows.putShort(-1);
        copy.writeToCopy(rows.array(), 0, rows.length());
        return new Stored(bytes, utf8.complete());
    }

    /** The header of PostgreSQL's binary COPY format: a signature, no flags, no extension. */
    static void writeHeader(RowBuffer rows) {
        rows.put(SIGNATURE, 0, SIGNATURE.length);
        rows.putInt(0);
        rows.putInt(0);
    }

    /** The file from a position on, read outside the transaction that runs and on a connection of its own. */
    InputStream open(UUID batchId, long position) {
        try {
            return new PieceStream(dataSource.getConnection(), batchId, position, PieceStream.MANY);
        } catch (SQLException failure) {
            throw new IllegalStateException("The file of import " + batchId + " can't be read", failure);
        }
    }

    /** A few bytes from a position on, such as one row. Read within the transaction that runs, if one does. */
    <T> T read(UUID batchId, long position, Reading<T> reading) {
        return jdbc.execute((ConnectionCallback<T>) connection -> {
            // JdbcTemplate hands out a proxy that passes over close(): the connection stays with the transaction.
            try (InputStream in = new PieceStream(connection, batchId, position, 1)) {
                return reading.of(in);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
    }

    /** A way of reading a file. */
    interface Reading<T> {

        T of(InputStream in) throws IOException;
    }
}
