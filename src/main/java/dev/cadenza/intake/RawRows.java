package dev.cadenza.intake;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.cadenza.lead.ImportedRows;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Single rows of stored files. */
@Component
class RawRows implements ImportedRows {

    private final ImportBatches batches;
    private final ImportFiles files;

    RawRows(ImportBatches batches, ImportFiles files) {
        this.batches = batches;
        this.files = files;
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Map<String, String>> row(UUID importId, long position) {
        return batches.find(importId).map(batch -> byHeading(batch, cells(batch, position)))
                .filter(row -> !row.isEmpty());
    }

    /** The cells of the row that begins at a position; none where it can't be read. */
    List<String> cells(ImportBatch batch, long position) {
        return files.read(batch.id(), position, in -> first(batch.format(), in, position));
    }

    private static List<String> first(CsvFormat format, InputStream in, long position) throws IOException {
        PositionedReader reader = PositionedReader.of(in, position, format.encoding());
        try (CsvReader<CsvProbe.Probed> csv = CsvFormat.reader(format.delimiter(), reader,
                new CsvProbe(reader.lines()))) {
            Iterator<CsvProbe.Probed> records = csv.iterator();
            return records.hasNext() ? records.next().cells() : List.of();
        } catch (CsvParseException unreadable) {
            return List.of();
        }
    }

    /** Cells without a heading of their own are called by the number of their column. */
    static Map<String, String> byHeading(ImportBatch batch, List<String> cells) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            String heading = i < batch.columns().size() ? batch.columns().get(i) : "";
            String key = heading.isEmpty() || row.containsKey(heading) ? "column " + (i + 1) : heading;
            row.put(key, cells.get(i).replace("\0", ""));
        }
        return row;
    }
}
