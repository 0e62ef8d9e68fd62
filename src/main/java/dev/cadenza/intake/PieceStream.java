package dev.cadenza.intake;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.postgresql.PGStatement;

/** A stored file as a stream that fetches a number of its pieces at a time. Closes its connection. */
final class PieceStream extends InputStream {

    /** Pieces of one fetch of somebody who reads the whole file: 2 MB. */
    static final int MANY = 256;

    private final Connection connection;
    private final PreparedStatement query;
    private final UUID batchId;
    private final int fetch;
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private byte[] current = new byte[0];
    private int at;
    private int next;
    private int skip;
    private boolean ended;

    PieceStream(Connection connection, UUID batchId, long position, int fetch) throws SQLException {
        this.connection = connection;
        this.batchId = batchId;
        this.fetch = fetch;
        this.next = (int) (position / ImportFiles.PIECE);
        this.skip = (int) (position % ImportFiles.PIECE);
        this.query = connection.prepareStatement(
                "select data from import_piece where batch_id = ? and number >= ? and number < ? order by number");
        // Binary from the first execution on: as text, bytes are twice as long.
        query.unwrap(PGStatement.class).setPrepareThreshold(-1);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (at == current.length) {
            if (pieces.isEmpty() && !fetch()) {
                return -1;
            }
            current = pieces.remove();
            at = Math.min(skip, current.length);
            skip = 0;
        }
        int count = Math.min(length, current.length - at);
        System.arraycopy(current, at, target, offset, count);
        at += count;
        return count;
    }

    private boolean fetch() throws IOException {
        if (ended) {
            return false;
        }
        try {
            query.setObject(1, batchId);
            query.setInt(2, next);
            query.setInt(3, next + fetch);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    pieces.add(rows.getBytes(1));
                }
            }
        } catch (SQLException failure) {
            throw new IOException("A piece of import " + batchId + " can't be read", failure);
        }
        ended = pieces.size() < fetch;
        next += fetch;
        return !pieces.isEmpty();
    }

    @Override
    public void close() throws IOException {
        try (connection) {
            query.close();
        } catch (SQLException failure) {
            throw new IOException("A connection can't be closed", failure);
        }
    }
}
