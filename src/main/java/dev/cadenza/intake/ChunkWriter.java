package dev.cadenza.intake;

import dev.cadenza.audience.ListMembers;
import dev.cadenza.lead.LeadWatch;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes the rows of a chunk, the notes about them and how far the import has come in one transaction.
 *
 * <p>Most files bring new leads. A chunk is therefore first copied straight into the table of leads, whose unique
 * indexes say whether one of them exists; only then is it staged and matched.
 */
@Component
class ChunkWriter {

    /** Two imports of the same people can wait for each other in a ring that PostgreSQL can't see. */
    private static final String LOCK_TIMEOUT = "set local lock_timeout = '15s'";

    private final JdbcTemplate jdbc;
    private final LeadCopy copy;
    private final StagedRows stage;
    private final ListMembers members;
    private final ImportBatches batches;
    private final LeadWatch watch;
    private final Clock clock;
    private final TransactionTemplate transaction;

    ChunkWriter(JdbcTemplate jdbc, ListMembers members, ImportBatches batches, LeadWatch watch, Clock clock,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.copy = new LeadCopy(jdbc);
        this.stage = new StagedRows(jdbc, members, watch, clock);
        this.watch = watch;
        this.clock = clock;
        this.members = members;
        this.batches = batches;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * Writes a chunk of which no row is expected to be about a lead that exists.
     *
     * @param turn waits until the chunk before this one is committed
     * @return false where one is; nothing was written then
     */
    boolean writeNew(ImportBatch batch, RowLayout layout, Chunk chunk, Runnable turn) {
        try {
            transaction.executeWithoutResult(status -> {
                jdbc.execute(LOCK_TIMEOUT);
                boolean told = watch.arrivalsWanted();
                List<UUID> ids = copy.insert(chunk, layout, batch.listId() != null || told);
                turn.run();
                if (told) {
                    watch.created(ids, clock.instant());
                }
                if (batch.listId() != null) {
                    members.add(batch.listId(), ids);
                }
                StagedRows.Written repeated = new StagedRows.Written(0, 0, 0);
                if (chunk.lastWave() > 0) {
                    repeated = stage(batch, layout, chunk, 1);
                }
                advance(batch, chunk, repeated.and(new StagedRows.Written(chunk.firstWaveSize(), 0, 0)));
            });
            return true;
        } catch (LeadCopy.AddressExists exists) {
            return false;
        } catch (DataAccessException failure) {
            throw collisionOr(failure);
        }
    }

    /**
     * Writes a chunk whose rows may be about leads that exist. The chunk before it must be committed.
     *
     * @return true where all of its leads were new
     */
    boolean writeMatched(ImportBatch batch, RowLayout layout, Chunk chunk) {
        try {
            return transaction.execute(status -> {
                jdbc.execute(LOCK_TIMEOUT);
                StagedRows.Written written = stage(batch, layout, chunk, 0);
                advance(batch, chunk, written);
                return written.created() >= chunk.firstWaveSize() && written.phonesLeft() == 0;
            });
        } catch (LeadCopy.AddressExists exists) {
            throw new ChunkCollision(exists);
        } catch (DataAccessException failure) {
            throw collisionOr(failure);
        }
    }

    private StagedRows.Written stage(ImportBatch batch, RowLayout layout, Chunk chunk, int fromWave) {
        stage.prepare();
        copy.stage(chunk, layout, fromWave);
        return stage.write(batch, fromWave, chunk.lastWave());
    }

    private void advance(ImportBatch batch, Chunk chunk, StagedRows.Written written) {
        copy.notes(batch.id(), chunk.notes);
        boolean ours = batches.advance(batch.id(), chunk.fromPosition, chunk.toPosition, chunk.toRow,
                new ImportBatch.Counts(chunk.read, written.created(), written.updated(), chunk.refused,
                        chunk.valuesLeft + written.phonesLeft()));
        if (!ours) {
            throw new ImportInterrupted("Import " + batch.id() + " was cancelled or taken over");
        }
    }

    private static RuntimeException collisionOr(DataAccessException failure) {
        String state = NestedExceptionUtils.getMostSpecificCause(failure) instanceof PSQLException cause
                ? String.valueOf(cause.getSQLState()) : "";
        boolean collision = state.equals(PSQLState.UNIQUE_VIOLATION.getState())
                || state.equals(PSQLState.DEADLOCK_DETECTED.getState()) || state.equals("55P03")
                || state.equals(PSQLState.SERIALIZATION_FAILURE.getState());
        return collision ? new ChunkCollision(failure) : failure;
    }
}
