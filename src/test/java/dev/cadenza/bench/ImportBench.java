package dev.cadenza.bench;

import dev.cadenza.Cadenza;
import dev.cadenza.bench.ContactFile.Layout;
import dev.cadenza.intake.ImportOrder;
import dev.cadenza.intake.ImportStatus;
import dev.cadenza.intake.ImportView;
import dev.cadenza.intake.Imports;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Import of 1,000,000 rows beside a plain {@code COPY} of the same file into a bare table of text columns, on the same
 * embedded server (fsync and synchronous_commit on) in the same run. The import is the application's own, process and
 * job executor included, in a JVM of 512 MB; it starts with the bytes of the file, so storing the upload is part of it
 * and the HTTP request is not.
 *
 * <p>{@code cadenza.bench.rows} (system property) changes the number of rows.
 */
public final class ImportBench {

    private static final String HEAP = "-Xmx512m";
    private static final double GOAL = 3.0;

    private final Path databaseDirectory;

    private ImportBench(Path databaseDirectory) {
        this.databaseDirectory = databaseDirectory;
    }

    public static void main(String[] arguments) throws Exception {
        int rows = Integer.getInteger("cadenza.bench.rows", 1_000_000);
        if (arguments.length == 0) {
            inProcessOfItsOwn(rows);
        } else {
            run(rows, Path.of(arguments[0]));
        }
    }

    private static void inProcessOfItsOwn(int rows) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("cadenza-import-bench");
        try {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    HEAP, "-XX:+UseParallelGC", "-Dcadenza.bench.rows=" + rows, "-cp", System.getProperty("java.class.path"),
                    ImportBench.class.getName(), directory.toString()).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("The benchmark failed");
            }
        } finally {
            delete(directory);
        }
    }

    private static void run(int rows, Path directory) throws Exception {
        SpringApplication application = new SpringApplication(Cadenza.class);
        try (ConfigurableApplicationContext context = application.run("--server.port=0",
                "--cadenza.data-directory=" + directory.resolve("data"), "--cadenza.sample-data=false",
                "--cadenza.mail.embedded-smtp-port=0", "--cadenza.mail.embedded-imap-port=0",
                "--cadenza.admin.email=bench@cadenza.test", "--cadenza.admin.password=correct-horse-battery",
                "--logging.level.root=warn")) {
            ImportBench bench = new ImportBench(directory.resolve("data/postgres/data"));
            for (Layout layout : Layout.values()) {
                bench.measure(context, directory, layout, rows);
            }
        }
    }

    /** Each after the same import of others, into a table that was empty before. */
    private void measure(ConfigurableApplicationContext context, Path directory, Layout layout, int rows)
            throws Exception {
        Path file = directory.resolve("contacts.csv");
        Path warmUp = directory.resolve("warm-up.csv");
        ContactFile.write(file, layout, rows, 1);
        ContactFile.write(warmUp, layout, 300_000, 2);
        Imports imports = context.getBean(Imports.class);
        DataSource database = context.getBean(DataSource.class);
        new JdbcTemplate(database).execute("truncate lead cascade");
        importFile(imports, warmUp);
        List<Double> copies = new ArrayList<>();
        copies.add(copy(database, layout, file));
        copies.add(copy(database, layout, file));
        PeakHeap heap = new PeakHeap();
        Cpu before = cpu();
        Timing timing = importFile(imports, file);
        Cpu used = cpu().minus(before);
        long peak = heap.stop();
        copies.add(copy(database, layout, file));
        Long leads = new JdbcTemplate(database).queryForObject("select count(*) from lead where import_batch_id = ?",
                Long.class, timing.id());
        if (leads == null || leads != rows) {
            throw new IllegalStateException(leads + " leads were imported instead of " + rows);
        }
        Finished finished = copyFinishedLeads(database, timing.id(), file.resolveSibling("leads.bin"));
        report(layout, rows, Files.size(file), copies, timing, used, peak, finished);
    }

    private record Cpu(double application, double database) {

        Cpu minus(Cpu earlier) {
            return new Cpu(application - earlier.application, database - earlier.database);
        }
    }

    /** Processor time of this process and of the database's processes that live. */
    private Cpu cpu() throws IOException {
        long postmaster = Long.parseLong(Files.readAllLines(databaseDirectory.resolve("postmaster.pid")).get(0).trim());
        double database = ProcessHandle.of(postmaster).stream().flatMap(ProcessHandle::children)
                .mapToDouble(ImportBench::seconds).sum();
        return new Cpu(seconds(ProcessHandle.current()), database);
    }

    private static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    private record Timing(UUID id, double store, double rows) {

        double total() {
            return store + rows;
        }
    }

    private static Timing importFile(Imports imports, Path file) throws Exception {
        long begin = System.nanoTime();
        UUID id;
        try (InputStream in = Files.newInputStream(file)) {
            id = imports.start(new ImportOrder(file.getFileName().toString(), Map.of(), null, null, null), in);
        }
        long stored = System.nanoTime();
        ImportView view = imports.get(id);
        while (view.status() == ImportStatus.PENDING || view.status() == ImportStatus.PROCESSING) {
            Thread.sleep(20);
            view = imports.get(id);
        }
        if (view.status() != ImportStatus.COMPLETED) {
            throw new IllegalStateException("The import is " + view);
        }
        return new Timing(id, (stored - begin) / 1e9, (System.nanoTime() - stored) / 1e9);
    }

    private static double copy(DataSource database, Layout layout, Path file) throws SQLException, IOException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists bare");
            statement.execute("create table bare (" + IntStream.range(0, layout.width()).mapToObj(c -> "c" + c + " text")
                    .collect(Collectors.joining(", ")) + ")");
            long begin = System.nanoTime();
            try (InputStream in = Files.newInputStream(file)) {
                connection.unwrap(PGConnection.class).getCopyAPI()
                        .copyIn("copy bare from stdin (format csv, header)", in, 1 << 16);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            statement.execute("drop table bare");
            return seconds;
        }
    }

    /** Seconds for a COPY of the finished leads, into a table with the indexes of theirs and into one without. */
    private record Finished(double indexed, double bare) {
    }

    /**
     * What the database alone takes, on one connection, to write the finished leads into an empty table that is made
     * like theirs: nothing is read, checked or matched.
     */
    private static Finished copyFinishedLeads(DataSource database, UUID batch, Path file) throws SQLException, IOException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                copy.copyOut("copy (select * from lead where import_batch_id = '" + batch
                        + "') to stdout (format binary)", out);
            }
            return new Finished(copyInto(statement, copy, file, "including all"),
                    copyInto(statement, copy, file, "including defaults including constraints"));
        }
    }

    private static double copyInto(Statement statement, CopyManager copy, Path file, String like)
            throws SQLException, IOException {
        statement.execute("create table lead_twin (like lead " + like + ")");
        long begin = System.nanoTime();
        try (InputStream in = Files.newInputStream(file)) {
            copy.copyIn("copy lead_twin from stdin (format binary)", in, 1 << 16);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        statement.execute("drop table lead_twin");
        return seconds;
    }

    private static void report(Layout layout, int rows, long bytes, List<Double> copies, Timing timing, Cpu used, long peak,
            Finished finished) {
        double copy = copies.stream().sorted().toList().get(copies.size() / 2);
        double ratio = timing.total() / copy;
        System.out.printf("%nImport of %,d rows, %,d MB, %s: %d columns%n", rows, bytes / 1_000_000, layout,
                layout.width());
        System.out.printf("  %-44s %8.2f s   (runs: %s)%n", "COPY into a bare table, median", copy,
                copies.stream().map("%.2f"::formatted).toList());
        System.out.printf("  %-44s %8.2f s%n", "import: storing the upload", timing.store());
        System.out.printf("  %-44s %8.2f s   %,.0f rows/s%n", "import: rows to leads", timing.rows(),
                rows / timing.rows());
        System.out.printf("  %-44s %8.2f s%n", "import: both", timing.total());
        System.out.printf("  %-44s %8.2f s   %.1f times the COPY%n", "COPY of the finished leads, with indexes",
                finished.indexed(), finished.indexed() / copy);
        System.out.printf("  %-44s %8.2f s   %.1f times the COPY%n", "COPY of the finished leads, without any index",
                finished.bare(), finished.bare() / copy);
        Figure.atMost(String.format(Locale.ENGLISH, "(a) import, %,d rows, %s", rows, layout),
                String.format(Locale.ENGLISH, "%.2f s", timing.total()),
                String.format(Locale.ENGLISH, "COPY %.2f s", copy), ratio, GOAL).print();
        System.out.printf("  %-44s %8.2f s   application, %.2f s database%n", "processor time of the import",
                used.application(), used.database());
        System.out.printf("  %-44s %8d MB  of %d MB%n", "peak heap of the importing process", peak >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
    }

    /** Looks at the heap every few milliseconds; garbage that is not collected yet counts. */
    private static final class PeakHeap {

        private final AtomicLong peak = new AtomicLong();
        private final Thread thread = new Thread(this::watch, "peak-heap");

        PeakHeap() {
            thread.setDaemon(true);
            thread.start();
        }

        private void watch() {
            Runtime runtime = Runtime.getRuntime();
            while (!Thread.currentThread().isInterrupted()) {
                peak.accumulateAndGet(runtime.totalMemory() - runtime.freeMemory(), Math::max);
                try {
                    Thread.sleep(5);
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        }

        long stop() {
            thread.interrupt();
            return peak.get();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
