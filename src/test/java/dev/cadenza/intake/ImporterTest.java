package dev.cadenza.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cadenza.testing.CadenzaTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

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
    @Autowired
    TransactionTemplate transactions;

    @AfterEach
    void othersNeedNotLiveWithThem() {
        jdbc.update("delete from lead where email like '%@importer.example.com'");
    }

    @Test
    void aTurnEndsAtAChunkAndTheNextOneGoesOnBehindIt() throws IOException {
        UUID id = uploaded("turns", Chunk.MAX_ROWS + MORE);

        assertThat(importer.work(id, () -> true)).isEqualTo(ImportStatus.PROCESSING);
        assertThat(imports.get(id).rowsCreated()).isEqualTo(Chunk.MAX_ROWS).isEqualTo(leads(id));
        assertThat(importer.work(id, () -> true)).isEqualTo(ImportStatus.COMPLETED);

        everyRowIsOneLead(id, Chunk.MAX_ROWS + MORE);
    }

    @Test
    void whatTheDatabaseLostOfAChunkIsWrittenAgainAndNothingTwice() throws Exception {
        UUID id = uploaded("broken", Chunk.MAX_ROWS + MORE);
        for (int stop : new int[] {MORE, Chunk.MAX_ROWS - MORE, Chunk.MAX_ROWS + MORE / 2}) {
            CompletableFuture<ImportStatus> work = whichWaitsAt("broken" + stop,
                    () -> CompletableFuture.supplyAsync(() -> importer.work(id, () -> false)), this::end);
            assertThatThrownBy(() -> work.get(60, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
            assertThat(imports.get(id).rowsCreated()).as("what is counted is what is there")
                    .isEqualTo(leads(id)).isEqualTo(stop < Chunk.MAX_ROWS ? 0 : Chunk.MAX_ROWS);
        }

        assertThat(importer.work(id, () -> false)).isEqualTo(ImportStatus.COMPLETED);
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

    /** Copies up to the lead of this name, whom somebody else is about to make, and not beyond it. */
    private <T> T whichWaitsAt(String name, Supplier<T> copying, IntConsumer then) {
        return transactions.execute(status -> {
            status.setRollbackOnly();
            jdbc.update("insert into lead (id, email, source, created_at, updated_at)"
                    + " values (gen_random_uuid(), ?, 'test', now(), now())", name + "@importer.example.com");
            Integer own = jdbc.queryForObject("select pg_backend_pid()", Integer.class);
            T result = copying.get();
            List<Integer> waiting = await().until(() -> jdbc.queryForList("select pid from pg_stat_activity where ? ="
                    + " any(pg_blocking_pids(pid)) and query like 'copy lead (%'", Integer.class, own),
                    pids -> !pids.isEmpty());
            then.accept(waiting.get(0));
            return result;
        });
    }

    private void end(int pid) {
        jdbc.queryForList("select pg_terminate_backend(?)", pid);
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
