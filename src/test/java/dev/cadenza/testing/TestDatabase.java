package dev.cadenza.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.PostgreSQLContainer;

/**
 * The real PostgreSQL server of a test run: Testcontainers where a Docker engine answers, the embedded server
 * elsewhere. This is the one place that chooses, once for each JVM, and it logs what it chose.
 */
public final class TestDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(TestDatabase.class);
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final TestDatabase SERVER = start();

    private final String host;
    private final int port;
    private final String user;
    private final String password;

    private TestDatabase(String host, int port, String user, String password) {
        this.host = host;
        this.port = port;
        this.user = user;
        this.password = password;
    }

    /** A new, empty database on the run's server. */
    public static Fresh fresh() {
        String name = "cadenza_" + COUNTER.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(SERVER.url("postgres"), SERVER.user, SERVER.password);
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException failure) {
            throw new IllegalStateException("The test database could not be made", failure);
        }
        return new Fresh(SERVER.url(name), SERVER.user, SERVER.password);
    }

    /** How to reach one database. */
    public record Fresh(String url, String user, String password) {

        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }
    }

    private String url(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database + "?reWriteBatchedInserts=true";
    }

    private static TestDatabase start() {
        if (dockerAnswers()) {
            LOG.info("Tests run on PostgreSQL in Docker (Testcontainers)");
            return inDocker();
        }
        LOG.info("Tests run on embedded PostgreSQL: no Docker engine answers");
        return embedded();
    }

    private static boolean dockerAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @SuppressWarnings("resource") // lives as long as the JVM; the shutdown hook stops it
    private static TestDatabase inDocker() {
        PostgreSQLContainer<?> container = new PostgreSQLContainer<>("postgres:17")
                .withDatabaseName("postgres")
                .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
        container.start();
        SpringApplication.getShutdownHandlers().add(container::stop);
        return new TestDatabase(container.getHost(), container.getMappedPort(5432), container.getUsername(),
                container.getPassword());
    }

    /** Lives as long as the JVM, and a little longer than the applications on it: they would wait for it at their end. */
    @SuppressWarnings("resource")
    private static TestDatabase embedded() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("encoding", "UTF8")
                    .setServerConfig("max_connections", "300")
                    .setRegisterShutdownHook(false)
                    .start();
            SpringApplication.getShutdownHandlers().add(() -> close(postgres));
            return new TestDatabase("localhost", postgres.getPort(), "postgres", "");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void close(EmbeddedPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
