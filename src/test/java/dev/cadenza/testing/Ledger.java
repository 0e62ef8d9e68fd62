package dev.cadenza.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** An append-only file whose lines are forced to the disk together: as many as came while the last force ran. */
final class Ledger {

    private final FileChannel file;
    private StringBuilder waiting = new StringBuilder();
    private long appended;
    private long forced;
    private @Nullable IOException failure;

    Ledger(Path path) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Thread writer = new Thread(this::write, "ledger");
        writer.setDaemon(true);
        writer.start();
    }

    /** @return what to give to {@link #awaitForced} */
    synchronized long append(String line) {
        waiting.append(line);
        appended++;
        notifyAll();
        return appended;
    }

    synchronized void awaitForced(long number) throws IOException {
        while (forced < number && failure == null) {
            pause();
        }
        if (failure != null) {
            throw new IOException("The ledger can't be written", failure);
        }
    }

    private void write() {
        try {
            while (true) {
                String lines;
                long upTo;
                synchronized (this) {
                    while (waiting.isEmpty()) {
                        pause();
                    }
                    lines = waiting.toString();
                    waiting = new StringBuilder();
                    upTo = appended;
                }
                ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(false);
                synchronized (this) {
                    forced = upTo;
                    notifyAll();
                }
            }
        } catch (IOException broken) {
            synchronized (this) {
                failure = broken;
                notifyAll();
            }
        }
    }

    private void pause() throws IOException {
        try {
            wait();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

}
