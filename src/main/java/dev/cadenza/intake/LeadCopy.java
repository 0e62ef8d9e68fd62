package dev.cadenza.intake;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.PSQLState;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sends rows of a chunk, and notes about them, with PostgreSQL's COPY. */
final class LeadCopy {

    private static final int SEND = 1 << 17;

    /** A row has the address of a lead that exists. */
    static final class AddressExists extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private final JdbcTemplate jdbc;

    LeadCopy(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Makes a lead of each row of the first wave.
     *
     * @return their ids
     * @throws AddressExists where one of them exists; the transaction can only be rolled back then
     */
    List<UUID> insert(Chunk chunk, RowLayout layout, boolean wantsIds) {
        int[] rows = chunk.firstWave();
        List<UUID> ids = new ArrayList<>(wantsIds ? rows.length : 0);
        copy("copy lead (" + String.join(", ", layout.copyColumns()) + ") from stdin (format binary)", copy -> {
            IdBlock block = new IdBlock();
            RowBuffer out = begin();
            for (int row : rows) {
                long high = block.nextHigh();
                long low = block.nextLow();
                append(chunk, row, layout, high, low, out);
                if (wantsIds) {
                    ids.add(new UUID(high, low));
                }
                flushFull(copy, out);
            }
            end(copy, out);
        });
        return ids;
    }

    /** Puts rows from a wave on, in the order of the file, into the stage, with their wave and their number. */
    void stage(Chunk chunk, RowLayout layout, int fromWave) {
        copy("copy import_stage (" + String.join(", ", layout.copyColumns())
                + ", wave, row_number) from stdin (format binary)", copy -> {
            IdBlock block = new IdBlock();
            RowBuffer out = begin();
            for (int row = 0; row < chunk.size(); row++) {
                if (chunk.wave(row) >= fromWave) {
                    int at = out.length();
                    append(chunk, row, layout, block.nextHigh(), block.nextLow(), out);
                    out.setShort(at, layout.copyColumns().size() + 2);
                    out.putInt(4);
                    out.putInt(chunk.wave(row));
                    out.putBigint(chunk.number(row));
                    flushFull(copy, out);
                }
            }
            end(copy, out);
        });
    }

    void notes(UUID batchId, List<Chunk.Note> notes) {
        if (notes.isEmpty()) {
            return;
        }
        copy("copy import_refusal (batch_id, row_number, field, code, reason, row_refused, position)"
                + " from stdin (format binary)", copy -> {
            RowBuffer out = begin();
            for (Chunk.Note note : notes) {
                out.putShort(7);
                out.putUuid(batchId);
                out.putBigint(note.row());
                out.putText(note.field());
                out.putText(note.code());
                out.putText(note.reason());
                out.putInt(1);
                out.putByte(note.rowRefused() ? 1 : 0);
                out.putBigint(note.position());
                flushFull(copy, out);
            }
            end(copy, out);
        });
    }

    private static void append(Chunk chunk, int row, RowLayout layout, long high, long low, RowBuffer out) {
        int at = out.length();
        out.put(chunk.rows.array(), chunk.start(row), chunk.end(row) - chunk.start(row));
        out.setLong(at + RowEncoder.ID_OFFSET, high);
        out.setLong(at + RowEncoder.ID_OFFSET + 8, low);
        layout.putEnd(out, chunk.position(row));
    }

    private static RowBuffer begin() {
        RowBuffer out = new RowBuffer(SEND + (1 << 14));
        ImportFiles.writeHeader(out);
        return out;
    }

    private static void flushFull(CopyIn copy, RowBuffer out) throws SQLException {
        if (out.length() >= SEND) {
            copy.writeToCopy(out.array(), 0, out.length());
            out.clear();
        }
    }

    private static void end(CopyIn copy, RowBuffer out) throws SQLException {
        out.putShort(-1);
        copy.writeToCopy(out.array(), 0, out.length());
        copy.endCopy();
    }

    private interface Sending {

        void to(CopyIn copy) throws SQLException;
    }

    private void copy(String sql, Sending sending) {
        jdbc.execute((ConnectionCallback<Void>) connection -> {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
            try {
                sending.to(copy);
            } catch (SQLException failure) {
                if (PSQLState.UNIQUE_VIOLATION.getState().equals(failure.getSQLState())) {
                    throw new AddressExists();
                }
                throw failure;
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
            return null;
        });
    }
}
