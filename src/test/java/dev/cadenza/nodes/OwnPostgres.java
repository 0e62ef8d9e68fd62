package dev.cadenza.nodes;

import dev.cadenza.testing.TestDatabase;
import dev.cadenza.testing.TestDirectories;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL server of one test's own, which can come late, crash, and come back. */
final class OwnPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OwnPostgres.class);

    private final Path directory = TestDirectories.fresh();
    private final int port;
    private EmbeddedPostgres server;

    OwnPostgres() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            this.port = socket.getLocalPort();
        }
    }

    TestDatabase.Fresh database() {
        return new TestDatabase.Fresh("jdbc:postgresql://127.0.0.1:" + port + "/postgres?reWriteBatchedInserts=true",
                "postgres", "");
    }

    void start() throws IOException {
        server = EmbeddedPostgres.builder().setPort(port).setDataDirectory(directory.resolve("data"))
                .setOverrideWorkingDirectory(Files.createDirectories(directory.resolve("server")).toFile())
                .setCleanDataDirectory(false).setPGStartupWait(Duration.ofSeconds(60))
                .setLocaleConfig("locale", "C").setLocaleConfig("encoding", "UTF8")
                .setServerConfig("max_connections", "200").setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on").setServerConfig("full_page_writes", "on").start();
    }

    /** Ends at once, without a checkpoint, as at a crash: SIGQUIT. What was committed is recovered at the next start. */
    void crash() throws IOException, InterruptedException {
        long pid = Long.parseLong(Files.readAllLines(directory.resolve("data/postmaster.pid")).get(0).strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).inheritIO().start().waitFor(10, TimeUnit.SECONDS);
        postmaster.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        close();
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            try {
                server.close();
            } catch (IOException | RuntimeException alreadyDown) {
                LOG.info("The server has ended already: {}", alreadyDown.getMessage());
            }
            server = null;
        }
    }
}
