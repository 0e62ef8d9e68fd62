package dev.cadenza.intake;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One turn of work on an import. The calling thread reads, decodes and parses the file from where the last committed
 * chunk ended, and loaders write chunks, several at a time but committed one after the other in the order of the file:
 * whenever this ends, everything before the stored position is written and nothing behind it is.
 *
 * <p>Chunks of one import never wait for each other's rows: a chunk that has an address in common with the one before
 * it, or that brings rows of leads that exist, starts when that one is committed.
 */
final class ImportRun {

    private final ImportBatch batch;
    private final RowLayout layout;
    private final ImportFiles files;
    private final ChunkWriter writer;
    private final @Nullable String region;
    private final BooleanSupplier enough;
    private final int loaders;
    private final BlockingQueue<Chunk> free;
    private final ExecutorService threads;
    private final List<CompletableFuture<Void>> running = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private volatile boolean expectsNew;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private @Nullable Chunk lastChunk;
    private @Nullable RowEncoder encoder;

    /**
     * @param enough asked after each chunk: true where the rest is left for another turn
     * @param careful true to write chunk by chunk, after a collision
     */
    ImportRun(ImportBatch batch, ImportFiles files, ChunkWriter writer, @Nullable String region, Instant time,
            BooleanSupplier enough, boolean careful) {
        this.batch = batch;
        this.layout = new RowLayout(batch, time);
        this.files = files;
        this.writer = writer;
        this.region = region;
        this.enough = enough;
        this.expectsNew = !careful;
        this.loaders = careful ? 1 : 2;
        this.free = new ArrayBlockingQueue<>(loaders + 1);
        this.threads = Executors.newFixedThreadPool(loaders, task -> new Thread(task, "import-" + batch.id()));
    }

    /** @throws ChunkCollision where the rest must be written again from the committed position on */
    void work() throws IOException {
        try {
            for (int i = 0; i <= loaders; i++) {
                free.add(new Chunk(batch.fileBytes() - batch.position()));
            }
            read();
            last.join();
        } catch (CompletionException | CancellationException failed) {
            throw unwrapped(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ImportInterrupted("The node shuts down");
        } finally {
            stop();
        }
    }

    private void read() throws IOException, InterruptedException {
        Chunk chunk = free.take();
        chunk.begin(batch.position());
        long position = batch.position();
        long row = batch.rowNumber();
        while (position >= 0) {
            position = parseFrom(position, row, chunk);
            RowEncoder used = encoder;
            row = used.row();
            chunk = used.chunk();
        }
    }

    /** @return the position to go on from after a record that can't be parsed; -1 where the work is done */
    private long parseFrom(long position, long row, Chunk first) throws IOException {
        CsvFormat format = batch.format();
        try (InputStream in = files.open(batch.id(), position);
                PositionedReader reader = PositionedReader.of(in, position, format.encoding())) {
            RowEncoder rows = new RowEncoder(batch, layout, reader.lines(), first, row, region, this::submit);
            encoder = rows;
            try (CsvReader<Boolean> csv = CsvFormat.reader(format.delimiter(), reader, rows)) {
                for (Iterator<Boolean> records = csv.iterator(); records.hasNext() && !rows.stopped();) {
                    records.next();
                }
            } catch (CsvParseException unreadable) {
                return rows.refuseUnreadable(reader);
            }
            if (!rows.stopped()) {
                rows.finish(batch.fileBytes());
            }
            return -1;
        }
    }

    /** Hands a chunk to the loaders and waits for a free one. */
    private @Nullable Chunk submit(Chunk chunk) {
        CompletableFuture<Void> before = last;
        boolean independent = lastChunk == null || !chunk.keys.sharesAnyWith(lastChunk.keys);
        last = CompletableFuture.runAsync(() -> load(chunk, before, independent), threads);
        running.add(last);
        lastChunk = chunk;
        if (chunk.toPosition == batch.fileBytes() || enough.getAsBoolean()) {
            return null;
        }
        try {
            Chunk next = free.take();
            if (failure.get() != null) {
                last.join();
            }
            return next;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ImportInterrupted("The node shuts down");
        }
    }

    private void load(Chunk chunk, CompletableFuture<Void> before, boolean independent) {
        try {
            if (!independent) {
                before.join();
            }
            if (!expectsNew || !writer.writeNew(batch, layout, chunk, before::join)) {
                before.join();
                expectsNew = writer.writeMatched(batch, layout, chunk);
            }
        } catch (RuntimeException | Error failed) {
            failure.compareAndSet(null, failed);
            throw failed;
        } finally {
            free.add(chunk);
        }
    }

    /** Returns only when no loader writes any more: what they did not commit is rolled back. */
    private void stop() {
        threads.shutdown();
        running.forEach(load -> load.handle((done, failed) -> null).join());
    }

    private RuntimeException unwrapped(RuntimeException failed) {
        Throwable first = failure.get();
        if (first instanceof Error error) {
            throw error;
        }
        return first instanceof RuntimeException cause ? deepest(cause) : failed;
    }

    /** A loader fails with the failure of the one before it where that one failed first. */
    private static RuntimeException deepest(RuntimeException failed) {
        RuntimeException cause = failed;
        while (cause instanceof CompletionException && cause.getCause() instanceof RuntimeException inner) {
            cause = inner;
        }
        return cause;
    }
}
