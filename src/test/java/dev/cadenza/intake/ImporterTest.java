package dev.cadenza.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cadenza.testing.CadenzaTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Imports of several chunks, which stop in the middle for whatever reason and go on behind their last committed row. */
@CadenzaTest
class ImporterTest {

    private static final int MORE = 1_000;

    @Autowired
    Imports imports;
    @Autowired
    Importer importer;
    @Autowired
    ImportLocks locks;
    @Autowired
    JdbcTemplate jdbc;

    @AfterEach
    void othersNeedNotLiveWithThem() {
        jdbc.update("delete from lead where email like '%@importer.example.com'");
    }

    @Test
    void aTurnEndsAtAChunkAndTheNextOneGoesOnBehindIt() throws IOException {
        UUID id = uploaded("turns", Chunk.MAX_ROWS * 2 + MORE);

        assertThat(importer.work(id, () -> true)).isEqualTo(ImportStatus.PROCESSING);
        assertThat(imports.get(id).rowsCreated()).isEqualTo(Chunk.MAX_ROWS).isEqualTo(leads(id));
        assertThat(importer.work(id, () -> true)).isEqualTo(ImportStatus.PROCESSING);
        assertThat(imports.get(id).rowsCreated()).isEqualTo(2 * Chunk.MAX_ROWS).isEqualTo(leads(id));
        assertThat(importer.work(id, () -> true)).isEqualTo(ImportStatus.COMPLETED);

        everyRowIsOneLead(id, Chunk.MAX_ROWS * 2 + MORE);
    }

    @Test
    void whatTheDatabaseLostOfAChunkIsWrittenAgainAndNothingTwice() throws Exception {
        UUID id = uploaded("broken", Chunk.MAX_ROWS + MORE);
        AtomicInteger broken = new AtomicInteger();
        while (imports.get(id).status() != ImportStatus.COMPLETED) {
            CompletableFuture<ImportStatus> work = CompletableFuture.supplyAsync(() -> importer.work(id, () -> false));
            if (broken.get() < 3) {
                await().until(() -> work.isDone() || endedACopy() && broken.incrementAndGet() > 0);
            }
            try {
                work.get(60, TimeUnit.SECONDS);
            } catch (ExecutionException lost) {
                assertThat(leads(id)).as("what is counted is what is there").isEqualTo(imports.get(id).rowsCreated());
            }
        }

        assertThat(broken.get()).as("connections that were lost while they copied").isEqualTo(3);
        everyRowIsOneLead(id, Chunk.MAX_ROWS + MORE);
    }

    @Test
    void aLockEndsWithItsConnectionAndTheTurnThatHeldItIsNotLostForThat() {
        UUID id = UUID.randomUUID();
        try (ImportLocks.Lock lock = locks.take(id)) {
            assertThatThrownBy(() -> locks.take(id)).isInstanceOf(ImportBusy.class);
            jdbc.queryForList("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and"
                    + " (classid::bigint << 32 | objid::bigint) = ?", lock.key());
        }

        locks.take(id).close();
        locks.take(id).close();
    }

    @Test
    void twoNodesNeverWorkOnOneImport() throws Exception {
        UUID id = uploaded("two", Chunk.MAX_ROWS + MORE);
        CompletableFuture<Void> busy = new CompletableFuture<>();
        CompletableFuture<ImportStatus> first = CompletableFuture.supplyAsync(() -> importer.work(id, () -> {
            if (!busy.isDone()) {
                assertThatThrownBy(() -> importer.work(id, () -> true)).isInstanceOf(ImportBusy.class);
                busy.complete(null);
            }
            return false;
        }));

        assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo(ImportStatus.COMPLETED);
        assertThat(busy).isCompleted();
        everyRowIsOneLead(id, Chunk.MAX_ROWS + MORE);
    }

    private boolean endedACopy() {
        return !jdbc.queryForList("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and state = 'active' and query like 'copy lead (%'").isEmpty();
    }

    private UUID uploaded(String name, int rows) throws IOException {
        StringBuilder csv = new StringBuilder("Email,First name\n");
        for (int row = 0; row < rows; row++) {
            csv.append(name).append(row).append("@importer.example.com,Person\n");
        }
        return imports.start(new ImportOrder(name + ".csv", Map.of(), null, null, null),
                new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private void everyRowIsOneLead(UUID id, int rows) {
        ImportView view = imports.get(id);
        assertThat(view.rowsRead()).isEqualTo(rows);
        assertThat(view.rowsCreated()).isEqualTo(rows);
        assertThat(view.rowsUpdated()).as("rows that were read twice would be updates").isZero();
        assertThat(leads(id)).isEqualTo(rows);
    }

    private long leads(UUID id) {
        return jdbc.queryForObject("select count(*) from lead where import_batch_id = ?", Long.class, id);
    }
}
