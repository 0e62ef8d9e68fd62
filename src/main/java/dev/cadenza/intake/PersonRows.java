package dev.cadenza.intake;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Finds the rows of one file in which an address stands, and overwrites them. */
@Component
class PersonRows {

    private final JdbcTemplate jdbc;
    private final ImportFiles files;

    PersonRows(JdbcTemplate jdbc, ImportFiles files) {
        this.jdbc = jdbc;
        this.files = files;
    }

    /** A row with the bytes of the file that it takes, its line break included. */
    record Row(long from, long to, List<String> cells) {
    }

    /** Reads the file from its first row to its last. */
    List<Row> find(ImportBatch batch, List<String> addresses) {
        List<Row> found = new ArrayList<>();
        CsvFormat format = batch.format();
        long begin = format.dataPosition();
        try (InputStream in = files.open(batch.id(), begin);
                PositionedReader reader = PositionedReader.of(in, begin, format.encoding())) {
            CsvProbe probe = new CsvProbe(reader.lines());
            try (CsvReader<CsvProbe.Probed> csv = CsvFormat.reader(format.delimiter(), reader, probe)) {
                CsvProbe.@Nullable Probed open = null;
                long from = 0;
                for (CsvProbe.Probed row : csv) {
                    if (open != null) {
                        found.add(new Row(from, probe.start(row), open.cells()));
                    }
                    open = names(row, addresses) ? row : null;
                    from = probe.start(row);
                }
                if (open != null) {
                    found.add(new Row(from, batch.fileBytes(), open.cells()));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return found;
    }

    private static boolean names(CsvProbe.Probed row, List<String> addresses) {
        return row.cells().stream().map(cell -> cell.toLowerCase(Locale.ROOT))
                .anyMatch(cell -> addresses.stream().anyMatch(cell::contains));
    }

    /** Puts spaces over the rows, up to their line breaks. */
    void blank(ImportBatch batch, List<Row> rows) {
        byte[] space = " ".getBytes(batch.format().encoding().charset());
        for (Row row : rows) {
            for (long number = row.from() / ImportFiles.PIECE; number * ImportFiles.PIECE < row.to(); number++) {
                blankPiece(batch, number, row, space);
            }
        }
    }

    private void blankPiece(ImportBatch batch, long number, Row row, byte[] space) {
        List<byte[]> stored = jdbc.query("select data from import_piece where batch_id = ? and number = ? for update",
                (r, n) -> r.getBytes(1), batch.id(), (int) number);
        for (byte[] data : stored) {
            byte[] blanked = Arrays.copyOf(data, data.length);
            long start = number * ImportFiles.PIECE;
            for (long at = Math.max(row.from(), start); at < Math.min(row.to(), start + data.length); at++) {
                byte old = data[(int) (at - start)];
                if (old != '\n' && old != '\r') {
                    blanked[(int) (at - start)] = space[(int) ((at - row.from()) % space.length)];
                }
            }
            jdbc.update("update import_piece set data = ? where batch_id = ? and number = ?", blanked, batch.id(),
                    (int) number);
        }
    }
}
