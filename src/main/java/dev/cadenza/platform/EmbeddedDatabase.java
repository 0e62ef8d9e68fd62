package dev.cadenza.platform;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;

/**
 * A real PostgreSQL server, unpacked from a Maven artifact and run beside the application on one machine, with its
 * data under one directory. It is durable: {@code fsync} and {@code synchronous_commit} are on, and a start after the
 * application was killed goes on where it stopped.
 *
 * <p>The server of an application that was killed lives on without it. The next start therefore first takes a file
 * lock on the directory, which proves that no application uses it any more, then stops that server, then starts its
 * own.
 */
final class EmbeddedDatabase implements JdbcConnectionDetails, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final Duration STOP_WAIT = Duration.ofSeconds(30);

    /** Held for the life of the application. A lock whose channel is collected is a lock no longer. */
    private final FileChannel lockChannel;
    private final FileLock lock;
    private final EmbeddedPostgres postgres;

    private EmbeddedDatabase(FileChannel lockChannel, FileLock lock, EmbeddedPostgres postgres) {
        this.lockChannel = lockChannel;
        this.lock = lock;
        this.postgres = postgres;
    }

    /**
     * @param directory holds everything of the database; made where it is missing
     * @throws IllegalStateException where another application uses the directory
     */
    static EmbeddedDatabase start(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel = FileChannel.open(directory.resolve("cadenza.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = lock(channel, directory);
        Path data = directory.resolve("data");
        stopOrphan(data);
        Path work = Files.createDirectories(directory.resolve("server"));
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setOverrideWorkingDirectory(work.toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF8")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("wal_buffers", "64MB")
                .setServerConfig("min_wal_size", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(directory.resolve("server.log").toFile()))
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(directory.resolve("server.log").toFile()))
                .start();
        LOG.info("Embedded PostgreSQL runs on 127.0.0.1:{} with its data in {}", postgres.getPort(), data);
        return new EmbeddedDatabase(channel, lock, postgres);
    }

    private static FileLock lock(FileChannel channel, Path directory) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IllegalStateException("Another Cadenza runs on the database in " + directory.toAbsolutePath()
                    + ". Stop it, or give this one a directory of its own (cadenza.data-directory).");
        }
        return lock;
    }

    private static void stopOrphan(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        Optional<ProcessHandle> orphan = lines.isEmpty() ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.get(0).trim())).filter(p -> isPostgres(p, data));
        if (orphan.isEmpty()) {
            Files.deleteIfExists(pidFile);
            return;
        }
        LOG.info("Stopping the PostgreSQL server that an application killed earlier left running (pid {})",
                orphan.get().pid());
        orphan.get().destroy();
        try {
            orphan.get().onExit().get(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException stubborn) {
            throw new IllegalStateException("The PostgreSQL server " + orphan.get().pid() + " does not stop", stubborn);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a PostgreSQL server stops", interrupted);
        }
        Files.deleteIfExists(pidFile);
    }

    /** A process id may have been given to another program since; only a server on this very directory is ours. */
    private static boolean isPostgres(ProcessHandle process, Path data) {
        String command = process.info().commandLine().orElse("");
        return command.contains("postgres") && command.contains(data.toAbsolutePath().normalize().toString())
                || command.contains("postgres") && command.contains(data.toString());
    }

    @Override
    public String getJdbcUrl() {
        return postgres.getJdbcUrl("postgres", "postgres") + "&reWriteBatchedInserts=true";
    }

    @Override
    public String getUsername() {
        return "postgres";
    }

    @Override
    public String getPassword() {
        return "";
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        lock.release();
        lockChannel.close();
    }
}
