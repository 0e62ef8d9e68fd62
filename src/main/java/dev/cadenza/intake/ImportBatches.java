package dev.cadenza.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.problem.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Imports in the database. Every change says in which status it may happen. */
@Component
class ImportBatches {

    private static final TypeReference<List<String>> WORDS = new TypeReference<>() {
    };

    private final JdbcTemplate jdbc;
    private final ObjectMapper json;
    private final ActivityLog activity;

    ImportBatches(JdbcTemplate jdbc, ObjectMapper json, ActivityLog activity) {
        this.jdbc = jdbc;
        this.json = json;
        this.activity = activity;
    }

    void insert(ImportBatch batch) {
        CsvFormat format = batch.format();
        jdbc.update("insert into import_batch (id, file_name, status, source, list_id, file_bytes, encoding, delimiter,"
                        + " header_row, columns, mapping, data_position, position, row_number, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?)",
                batch.id(), batch.fileName(), batch.status().name(), batch.source(), batch.listId(), batch.fileBytes(),
                format.encoding().label(), String.valueOf(format.delimiter()), format.headerRow(),
                write(format.columns()), write(batch.mapping().targets()), format.dataPosition(), batch.position(),
                batch.rowNumber(), Timestamp.from(batch.createdAt()));
        activity.record(Action.IMPORT_STARTED, batch.id(), Map.of("fileName", batch.fileName()));
    }

    ImportBatch get(UUID id) {
        return find(id).orElseThrow(() -> new NotFound("import", id));
    }

    Optional<ImportBatch> find(UUID id) {
        return jdbc.query("select * from import_batch where id = ?", (row, number) -> read(row), id).stream()
                .findFirst();
    }

    List<ImportBatch> newestFirst(long offset, int limit) {
        return jdbc.query("select * from import_batch order by created_at desc, id desc offset ? limit ?",
                (row, number) -> read(row), offset, limit);
    }

    long count() {
        return jdbc.queryForObject("select count(*) from import_batch", Long.class);
    }

    /**
     * Commits at once: the loaders, on connections of their own, go on with the row that this changes.
     *
     * @return false where the import has ended already
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public boolean start(UUID id, Instant now) {
        return jdbc.update("update import_batch set status = 'PROCESSING', error = null, finished_at = null,"
                        + " started_at = coalesce(started_at, ?) where id = ? and status in ('PENDING', 'PROCESSING', 'FAILED')",
                Timestamp.from(now), id) == 1;
    }

    /**
     * Notes, in the transaction that wrote a chunk's rows, that they are written.
     *
     * @return false where the import was cancelled or somebody else wrote these rows meanwhile
     */
    boolean advance(UUID id, long from, long to, long toRow, ImportBatch.Counts added) {
        return jdbc.update("update import_batch set position = ?, row_number = ?, rows_read = rows_read + ?,"
                        + " rows_created = rows_created + ?, rows_updated = rows_updated + ?,"
                        + " rows_refused = rows_refused + ?, values_left = values_left + ?"
                        + " where id = ? and position = ? and status = 'PROCESSING'",
                to, toRow, added.read(), added.created(), added.updated(), added.refused(), added.valuesLeft(), id,
                from) == 1;
    }

    /** @return false where there is something left to do, or the import has ended otherwise */
    @Transactional
    public boolean complete(UUID id, Instant now) {
        boolean completed = jdbc.update("update import_batch set status = 'COMPLETED', finished_at = ? where id = ?"
                + " and status = 'PROCESSING' and position = file_bytes", Timestamp.from(now), id) == 1;
        if (completed) {
            ImportBatch.Counts counts = get(id).counts();
            activity.record(Action.IMPORT_COMPLETED, id, Map.of("created", counts.created(), "updated",
                    counts.updated(), "refused", counts.refused()));
        }
        return completed;
    }

    /**
     * Notes a failure even though the transaction that runs is rolled back.
     *
     * @param last true where nobody will try again by himself
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void failSeparately(UUID id, String error, boolean last, Instant now) {
        int failed = jdbc.update("update import_batch set error = ?, status = case when ? then 'FAILED' else status end,"
                        + " finished_at = case when ? then ?::timestamptz end where id = ? and status = 'PROCESSING'",
                error, last, last, Timestamp.from(now), id);
        if (last && failed == 1) {
            activity.record(Action.IMPORT_FAILED, id, Map.of("error", error));
        }
    }

    boolean cancel(UUID id, Instant now) {
        boolean cancelled = jdbc.update("update import_batch set status = 'CANCELLED', finished_at = ? where id = ?"
                + " and status in ('PENDING', 'PROCESSING', 'FAILED')", Timestamp.from(now), id) == 1;
        if (cancelled) {
            activity.record(Action.IMPORT_CANCELLED, id, Map.of());
        }
        return cancelled;
    }

    private ImportBatch read(ResultSet row) throws SQLException {
        CsvFormat format = new CsvFormat(Encoding.of(row.getString("encoding")), row.getString("delimiter").charAt(0),
                row.getLong("header_row"), words(row.getString("columns")), row.getLong("data_position"));
        return new ImportBatch(row.getObject("id", UUID.class), row.getString("file_name"),
                ImportStatus.valueOf(row.getString("status")), row.getString("source"),
                row.getObject("list_id", UUID.class), row.getLong("file_bytes"), format,
                new Mapping(words(row.getString("mapping"))), row.getLong("position"), row.getLong("row_number"),
                new ImportBatch.Counts(row.getLong("rows_read"), row.getLong("rows_created"),
                        row.getLong("rows_updated"), row.getLong("rows_refused"), row.getLong("values_left")),
                row.getString("error"), row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("started_at")), instant(row.getTimestamp("finished_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private String write(List<String> words) {
        try {
            return json.writeValueAsString(words);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A list of words that is no JSON", impossible);
        }
    }

    private List<String> words(String stored) {
        try {
            return json.readValue(stored, WORDS);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored list of words that is no JSON", broken);
        }
    }
}
