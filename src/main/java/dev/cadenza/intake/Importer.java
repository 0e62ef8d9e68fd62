package dev.cadenza.intake;

import dev.cadenza.consent.Consents;
import dev.cadenza.lead.LeadProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Works on imports, in turns of limited length. */
@Component
class Importer {

    private static final Logger LOG = LoggerFactory.getLogger(Importer.class);
    private static final int COLLISIONS = 5;

    private final ImportBatches batches;
    private final ImportFiles files;
    private final ImportLocks locks;
    private final ChunkWriter writer;
    private final LeadProperties leads;
    private final Consents consents;
    private final Clock clock;

    Importer(ImportBatches batches, ImportFiles files, ImportLocks locks, ChunkWriter writer, LeadProperties leads,
            Consents consents, Clock clock) {
        this.batches = batches;
        this.files = files;
        this.locks = locks;
        this.writer = writer;
        this.leads = leads;
        this.consents = consents;
        this.clock = clock;
    }

    /**
     * Goes on with an import where it stands, for about {@code turn}. Everything that is done is committed.
     *
     * @return how it stands then; {@link ImportStatus#PROCESSING} where rows are left
     * @throws ImportBusy where another node works on it
     */
    ImportStatus work(UUID id, Duration turn) {
        long end = System.nanoTime() + turn.toNanos();
        return work(id, () -> System.nanoTime() >= end);
    }

    ImportStatus work(UUID id, BooleanSupplier enough) {
        try (ImportLocks.Lock held = locks.take(id)) {
            LOG.debug("Working on import {} under {}", id, held);
            if (!batches.start(id, clock.instant())) {
                return batches.get(id).status();
            }
            try {
                write(id, enough);
            } catch (ImportInterrupted interrupted) {
                LOG.info("Import {} was interrupted: {}", id, interrupted.getMessage());
            }
            if (allWritten(id)) {
                consents.keepPromise(id);
            }
            batches.complete(id, clock.instant());
            return batches.get(id).status();
        }
    }

    private boolean allWritten(UUID id) {
        ImportBatch batch = batches.get(id);
        return batch.status() == ImportStatus.PROCESSING && batch.position() == batch.fileBytes();
    }

    private void write(UUID id, BooleanSupplier enough) {
        for (int collisions = 0;; collisions++) {
            ImportBatch batch = batches.get(id);
            if (batch.position() == batch.fileBytes()) {
                return;
            }
            try {
                new ImportRun(batch, files, writer, leads.defaultRegion(), clock.instant(), enough, collisions > 0)
                        .work();
                return;
            } catch (ChunkCollision collision) {
                if (collisions == COLLISIONS) {
                    throw collision;
                }
                LOG.info("Import {} collided with other changes and goes on from its last committed row", id,
                        collision);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
