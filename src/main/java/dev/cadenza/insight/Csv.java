package dev.cadenza.insight;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Rows of a table as CSV, RFC 4180, with the names of a record's components as headings. Text that a spreadsheet would
 * take for a formula gets an apostrophe before it (OWASP, CSV injection).
 */
final class Csv {

    private static final MediaType TYPE = MediaType.parseMediaType("text/csv;charset=UTF-8");
    private static final String FORMULA = "=+-@\t\r\n";

    private Csv() {
    }

    /** @param rows few enough to be held: days, channels, hours, steps */
    static <R extends Record> ResponseEntity<String> of(String name, Class<R> type, List<R> rows) {
        // Without a byte order mark Excel takes UTF-8 for the local code page.
        StringWriter text = new StringWriter().append('\uFEFF');
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            RecordComponent[] columns = type.getRecordComponents();
            csv.writeRecord(Arrays.stream(columns).map(RecordComponent::getName).toList());
            rows.forEach(row -> csv.writeRecord(Arrays.stream(columns).map(column -> cell(column, row)).toList()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return ResponseEntity.ok().contentType(TYPE)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".csv\"")
                .body(text.toString());
    }

    private static String cell(RecordComponent column, Record row) {
        try {
            Object value = column.getAccessor().invoke(row);
            return value == null ? "" : value instanceof Number ? value.toString() : guard(value.toString());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String guard(String text) {
        String clean = text.replace("\0", "");
        return !clean.isEmpty() && FORMULA.indexOf(clean.charAt(0)) >= 0 ? "'" + clean : clean;
    }
}
