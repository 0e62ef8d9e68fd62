package dev.cadenza.nodes;

import dev.cadenza.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Backups as operators take them, with PostgreSQL's own {@code pg_dump} and {@code pg_restore}. They must be at least
 * as new as the server. Debian's are looked for where its packages put them, one directory for each version.
 */
final class PgDump {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    private final Path directory;

    private PgDump(Path directory) {
        this.directory = directory;
    }

    /** Empty where none is installed that can dump this database. */
    static Optional<PgDump> forServerOf(TestDatabase.Fresh database)
            throws SQLException, IOException, InterruptedException {
        int server;
        try (Connection connection = database.connect()) {
            server = connection.getMetaData().getDatabaseMajorVersion();
        }
        for (Path directory : directories()) {
            Path dump = directory.resolve("pg_dump");
            if (Files.isExecutable(dump) && Files.isExecutable(directory.resolve("pg_restore"))
                    && version(dump) >= server) {
                return Optional.of(new PgDump(directory));
            }
        }
        return Optional.empty();
    }

    void dump(TestDatabase.Fresh database, Path file) throws IOException, InterruptedException {
        run(database, "pg_dump", "--format=custom", "--file=" + file);
    }

    /** Into an empty database. */
    void restore(Path file, TestDatabase.Fresh database) throws IOException, InterruptedException {
        run(database, "pg_restore", "--no-owner", "--exit-on-error", "--dbname=" + name(database), file.toString());
    }

    private void run(TestDatabase.Fresh database, String program, String... arguments) throws IOException,
            InterruptedException {
        URI address = URI.create(database.url().substring("jdbc:".length()));
        List<String> command = new ArrayList<>(List.of(directory.resolve(program).toString(),
                "--host=" + address.getHost(), "--port=" + address.getPort(), "--username=" + database.user(),
                "--no-password"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", database.password());
        builder.environment().put("PGDATABASE", name(database));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(program + " ended with " + process.exitValue() + ": " + output);
        }
    }

    private static String name(TestDatabase.Fresh database) {
        return URI.create(database.url().substring("jdbc:".length())).getPath().substring(1);
    }

    private static int version(Path program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.toString(), "--version").start();
        Matcher version = VERSION.matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        return process.waitFor() == 0 && version.find() ? Integer.parseInt(version.group(1)) : 0;
    }

    private static List<Path> directories() throws IOException {
        List<Path> directories = new ArrayList<>(Stream.of(System.getenv("PATH").split(":")).map(Path::of).toList());
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                versions.map(version -> version.resolve("bin")).forEach(directories::add);
            }
        }
        return directories;
    }
}
