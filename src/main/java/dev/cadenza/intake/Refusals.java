package dev.cadenza.intake;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What could not be imported, to be read and to be mended. */
@Component
class Refusals {

    /** Headings of the two columns before the file's own; a file that has them is read without them. */
    static final String ROW = "Cadenza row";
    static final String REASON = "Cadenza reason";

    private static final int FETCH = 500;

    private final JdbcTemplate jdbc;
    private final ImportBatches batches;
    private final RawRows rows;

    Refusals(JdbcTemplate jdbc, ImportBatches batches, RawRows rows) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.rows = rows;
    }

    private record Refused(long row, String reason, long position) {
    }

    /**
     * In the order of the file.
     *
     * @param rowRefused only refused rows, or only values that were left out; null for both
     * @throws NotFound where there is no such import
     */
    PageResponse<RefusalView> page(UUID importId, @Nullable Boolean rowRefused, PageQuery query) {
        ImportBatch batch = batches.get(importId);
        String where = " from import_refusal where batch_id = ? and (?::boolean is null or row_refused = ?)";
        List<RefusalView> content = jdbc.query("select *" + where + " order by row_number, field offset ? limit ?",
                (row, number) -> new RefusalView(row.getLong("row_number"), row.getString("field"),
                        row.getString("code"), row.getString("reason"), row.getBoolean("row_refused"),
                        RawRows.byHeading(batch, rows.cells(batch, row.getLong("position")))),
                importId, rowRefused, rowRefused, query.offset(), query.size());
        Long total = jdbc.queryForObject("select count(*)" + where, Long.class, importId, rowRefused, rowRefused);
        return PageResponse.of(content, query.page(), query.size(), total);
    }

    /**
     * Writes the refused rows as CSV: number and reason, then the columns as they were. Cells that a spreadsheet would
     * take for formulas get an apostrophe, which an import takes away again.
     */
    void write(UUID importId, Writer out) throws IOException {
        ImportBatch batch = batches.get(importId);
        CsvWriter csv = CsvWriter.builder().fieldSeparator(batch.format().delimiter()).build(out);
        csv.writeRecord(line(ROW, REASON, batch.columns()));
        long after = 0;
        List<Refused> refused = next(importId, after);
        while (!refused.isEmpty()) {
            for (Refused row : refused) {
                csv.writeRecord(line(String.valueOf(row.row()), row.reason(), rows.cells(batch, row.position())));
                after = row.row();
            }
            refused = next(importId, after);
        }
        csv.flush();
    }

    private List<Refused> next(UUID importId, long after) {
        return jdbc.query("select row_number, reason, position from import_refusal where batch_id = ? and row_refused"
                        + " and row_number > ? order by row_number limit ?",
                (row, number) -> new Refused(row.getLong(1), row.getString(2), row.getLong(3)), importId, after, FETCH);
    }

    private static List<String> line(String first, String second, List<String> cells) {
        List<String> line = new ArrayList<>(cells.size() + 2);
        line.add(first);
        line.add(Formulas.guard(second));
        cells.forEach(cell -> line.add(Formulas.guard(cell.replace("\0", ""))));
        return line;
    }
}
