package dev.cadenza.intake;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An import as it is stored.
 *
 * @param position byte in the file up to which everything is written
 * @param rowNumber number of the last record before that byte
 * @param counts what came of the rows up to there
 * @param error why it failed, for people
 */
record ImportBatch(UUID id, String fileName, ImportStatus status, String source, @Nullable UUID listId, long fileBytes,
        CsvFormat format, Mapping mapping, long position, long rowNumber, Counts counts, @Nullable String error,
        Instant createdAt, @Nullable Instant startedAt, @Nullable Instant finishedAt) {

    /**
     * What came of rows. {@code read} is the sum of created, updated and refused.
     *
     * @param valuesLeft values that were left out of rows that were imported
     */
    record Counts(long read, long created, long updated, long refused, long valuesLeft) {
    }

    List<String> columns() {
        return format.columns();
    }
}
