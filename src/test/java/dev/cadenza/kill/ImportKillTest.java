package dev.cadenza.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cadenza.testing.TestDatabase;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Kills the application in the middle of an import, and looks whether the next one goes on where it stopped. */
class ImportKillTest {

    private static final int ROWS = 250_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** No mail is sent. */
    private static final int NO_SERVER = 1;

    @Test
    void anImportGoesOnAfterAKillAndNoRowIsReadTwice(@TempDir Path directory) throws Exception {
        TestDatabase.Fresh database = TestDatabase.fresh();
        JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(database.url(), database.user(),
                database.password(), true));
        UUID id;
        try (CadenzaProcess application = start(database, directory)) {
            application.awaitAnswer();
            id = UUID.fromString(application.upload("/api/v1/imports", file(directory), "newListName", "Everybody")
                    .get("id").asText());
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> jdbc.queryForObject(
                    "select rows_read > 0 from import_batch where id = ?", Boolean.class, id));
            application.kill();
        }
        Map<String, Object> killed = batch(jdbc, id);
        assertThat(killed).as("killed in the middle").containsEntry("status", "PROCESSING");
        assertThat(leads(jdbc, id)).as("what is counted is what is there").isEqualTo(killed.get("rows_created"))
                .isPositive().isLessThan(ROWS);

        try (CadenzaProcess application = start(database, directory)) {
            await().atMost(PATIENCE).until(() -> !application.alive()
                    || !"PROCESSING".equals(batch(jdbc, id).get("status")));
            application.kill();
        }
        assertThat(batch(jdbc, id)).containsEntry("status", "COMPLETED").containsEntry("rows_read", (long) ROWS)
                .containsEntry("rows_created", (long) ROWS).containsEntry("rows_updated", 0L)
                .containsEntry("rows_refused", 0L);
        assertThat(leads(jdbc, id)).isEqualTo(ROWS);
        assertThat(jdbc.queryForObject("select count(*) from lead_list_member", Long.class)).isEqualTo(ROWS);
    }

    /** The job of a killed node is free again when its lock ends, and must not be so while a living one works. */
    private static CadenzaProcess start(TestDatabase.Fresh database, Path directory) throws IOException {
        return CadenzaProcess.start(database, NO_SERVER, directory, List.of(),
                List.of("--camunda.bpm.job-execution.lock-time-in-millis=20000"));
    }

    private static Path file(Path directory) throws IOException {
        Path file = directory.resolve("people.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("Email,First name,Company\n");
            for (int row = 0; row < ROWS; row++) {
                out.write("person" + row + "@example.com,Person " + row + ",Company " + row % 1_000 + "\n");
            }
        }
        return file;
    }

    private static Map<String, Object> batch(JdbcTemplate jdbc, UUID id) {
        return jdbc.queryForMap("select status, rows_read, rows_created, rows_updated, rows_refused from import_batch"
                + " where id = ?", id);
    }

    private static long leads(JdbcTemplate jdbc, UUID id) {
        return jdbc.queryForObject("select count(*) from lead where import_batch_id = ?", Long.class, id);
    }
}
