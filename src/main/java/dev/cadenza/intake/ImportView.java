package dev.cadenza.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An import as the API shows it.
 *
 * @param rowsRead rows that are done: created, updated and refused ones together; empty lines are no rows
 * @param valuesLeftOut values of imported rows that could not be kept; {@code refusals} has them
 * @param bytesRead how much of the file is done
 * @param fraction the same, from 0 to 1
 * @param delimiter between two fields: {@code ,}, {@code ;}, {@code |} or a tab
 * @param headerRow the header's row as a spreadsheet counts
 * @param error why it failed or was tried again
 */
public record ImportView(UUID id, String fileName, ImportStatus status, String source, @Nullable UUID listId,
        long rowsRead, long rowsCreated, long rowsUpdated, long rowsRefused, long valuesLeftOut, long bytes,
        long bytesRead, double fraction, String encoding, String delimiter, long headerRow, List<Column> columns,
        @Nullable String error, Instant createdAt, @Nullable Instant startedAt, @Nullable Instant finishedAt) {

    /**
     * A column of the file.
     *
     * @param target the field that it is imported into, {@code name} for a full name, {@code attributes.<key>}, or
     *     {@code -} where it is kept in the raw data only
     */
    public record Column(String heading, String target) {
    }

    static ImportView of(ImportBatch batch) {
        CsvFormat format = batch.format();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < format.columns().size(); i++) {
            columns.add(new Column(format.columns().get(i), batch.mapping().targets().get(i)));
        }
        ImportBatch.Counts counts = batch.counts();
        boolean done = batch.status() == ImportStatus.COMPLETED;
        return new ImportView(batch.id(), batch.fileName(), batch.status(), batch.source(), batch.listId(),
                counts.read(), counts.created(), counts.updated(), counts.refused(), counts.valuesLeft(),
                batch.fileBytes(), batch.position(), done ? 1 : (double) batch.position() / batch.fileBytes(),
                format.encoding().label(), String.valueOf(format.delimiter()), format.headerRow(), columns,
                batch.error(), batch.createdAt(), batch.startedAt(), batch.finishedAt());
    }
}
