package dev.cadenza.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database in {@code ./data}: it outlives the application that is killed, and the machine that loses power. */
class EmbeddedDatabaseTest {

    @Test
    void theNextApplicationGoesOnWhereOneThatWasKilledStopped(@TempDir Path directory) throws Exception {
        long server;
        try (Application killed = Application.on(directory)) {
            server = server(directory);
            killed.kill();
        }
        assertThat(ProcessHandle.of(server)).as("the server of an application that was killed lives on")
                .hasValueSatisfying(orphan -> assertThat(orphan.isAlive()).isTrue());

        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            assertThat(ProcessHandle.of(server).filter(ProcessHandle::isAlive)).as("the orphan").isEmpty();
            assertThat(rows(database)).containsExactly("committed");
        }
        assertThat(directory.resolve("data/postmaster.pid")).as("stopped in order").doesNotExist();
    }

    @Test
    void whatWasCommittedIsThereAfterTheServerWasKilledToo(@TempDir Path directory) throws Exception {
        try (Application killed = Application.on(directory)) {
            ProcessHandle server = ProcessHandle.of(server(directory)).orElseThrow();
            List<ProcessHandle> all = server.descendants().toList();
            killed.kill();
            server.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            server.onExit().get(30, TimeUnit.SECONDS);
        }
        assertThat(directory.resolve("data/postmaster.pid")).as("left behind").exists();

        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            assertThat(rows(database)).containsExactly("committed");
        }
    }

    @Test
    void twoApplicationsNeverUseOneDirectory(@TempDir Path directory) throws Exception {
        try (Application running = Application.on(directory)) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(directory)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Another Cadenza runs on the database").hasMessageContaining("cadenza.data-directory");
            assertThat(ProcessHandle.of(server(directory)).filter(ProcessHandle::isAlive)).as("its server").isPresent();
            running.kill();
        }
        EmbeddedDatabase.start(directory).close();
    }

    private static long server(Path directory) throws IOException {
        return Long.parseLong(Files.readAllLines(directory.resolve("data/postmaster.pid")).get(0).strip());
    }

    private static List<String> rows(EmbeddedDatabase database) throws SQLException {
        try (Connection connection = connect(database); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select word from kept")) {
            List<String> words = new ArrayList<>();
            while (rows.next()) {
                words.add(rows.getString(1));
            }
            return words;
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.getJdbcUrl(), database.getUsername(), database.getPassword());
    }

    /** A process that has started the database, written a row and left another one uncommitted. */
    private record Application(Process process) implements AutoCloseable {

        static Application on(Path directory) throws IOException {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                    Writer.class.getName(), directory.toString()).redirectErrorStream(true).start();
            StringBuilder said = new StringBuilder();
            BufferedReader out = process.inputReader();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.equals(Writer.READY)) {
                    return new Application(process);
                }
                said.append(line).append('\n');
            }
            throw new IllegalStateException("The application ended:\n" + said);
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** The main class of that process. */
    static final class Writer {

        static final String READY = "ready to be killed";

        private Writer() {
        }

        public static void main(String[] arguments) throws Exception {
            EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]));
            try (Connection connection = connect(database); Statement statement = connection.createStatement()) {
                statement.execute("create table kept (word text)");
                statement.execute("insert into kept values ('committed')");
                connection.setAutoCommit(false);
                statement.execute("insert into kept values ('uncommitted')");
                System.out.println(READY);
                System.in.read();
            }
        }
    }
}
