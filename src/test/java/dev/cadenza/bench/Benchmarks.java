package dev.cadenza.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Runs every benchmark, each in a process of its own with the heap that its target speaks of, and prints one table of
 * their figures. Fails where a benchmark finds something lost, doubled or missing; a ratio that misses its target is
 * said in the table and fails nothing, since other work on the machine can cause it.
 *
 * <p>Arguments choose parts, such as {@code b d}; without one all are run. {@code cadenza.bench.rows} (import),
 * {@code cadenza.bench.leads} (journeys), {@code cadenza.bench.mails} (outbox), {@code cadenza.bench.events}
 * (webhooks), {@code cadenza.bench.node-mails} (several nodes), {@code cadenza.bench.analytics-leads} (analytics) and
 * {@code cadenza.bench.lead-events} (triggers), system properties, change the sizes.
 */
public final class Benchmarks {

    private static final List<String> SIZES = List.of("cadenza.bench.rows", "cadenza.bench.leads");

    private enum Part {
        A(ImportBench.class, "512m"),
        B(JourneyBench.class, "1g", "compare"),
        C(OutboxBench.class, "1g", System.getProperty("cadenza.bench.mails", "50000")),
        D(JourneyBench.class, "512m", "single"),
        E(JourneyBench.class, "512m", "million"),
        F(HookBench.class, "1g", System.getProperty("cadenza.bench.events", "300000")),
        G(NodesBench.class, "256m", System.getProperty("cadenza.bench.node-mails", "20000")),
        H(AnalyticsBench.class, "512m", System.getProperty("cadenza.bench.analytics-leads", "1000000")),
        I(TriggerBench.class, "512m", System.getProperty("cadenza.bench.lead-events", "30000"));

        private final Class<?> program;
        private final String heap;
        private final List<String> arguments;

        Part(Class<?> program, String heap, String... arguments) {
            this.program = program;
            this.heap = heap;
            this.arguments = List.of(arguments);
        }

        List<String> command() {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap,
                    "-Duser.timezone=UTC", "-Dfile.encoding=UTF-8"));
            SIZES.stream().filter(size -> System.getProperty(size) != null)
                    .forEach(size -> command.add("-D" + size + "=" + System.getProperty(size)));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
            command.addAll(arguments);
            return command;
        }
    }

    private Benchmarks() {
    }

    public static void main(String[] arguments) throws Exception {
        List<Figure> figures = new ArrayList<>();
        List<Part> failed = new ArrayList<>();
        for (Part part : Part.values()) {
            if (chosen(part, arguments) && !run(part, figures)) {
                failed.add(part);
            }
        }
        table(figures);
        if (!failed.isEmpty()) {
            System.out.println("FAILED, see above: " + failed);
            System.exit(1);
        }
    }

    private static boolean chosen(Part part, String[] arguments) {
        List<String> wanted = List.of(String.join(" ", arguments).toUpperCase().strip().split("\\s+"));
        return wanted.contains("") || wanted.contains(part.name());
    }

    private static boolean run(Part part, List<Figure> figures) throws IOException, InterruptedException {
        System.out.println("--- " + part.program.getSimpleName() + " " + String.join(" ", part.arguments));
        Process process = new ProcessBuilder(part.command()).redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Figure.parse(line).ifPresentOrElse(figures::add, output(line));
            }
        }
        return process.waitFor() == 0;
    }

    private static Runnable output(String line) {
        return () -> System.out.println(line);
    }

    private static void table(List<Figure> figures) {
        List<String[]> rows = new ArrayList<>(Collections.singletonList(
                new String[] {"what", "figure", "yardstick", "ratio", "target", ""}));
        figures.forEach(figure -> rows.add(new String[] {figure.what(), figure.value(), figure.yardstick(),
            figure.ratioText(), figure.target(), figure.verdict()}));
        int[] widths = new int[rows.get(0).length];
        rows.forEach(row -> {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        });
        System.out.println();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            System.out.println(line.toString().stripTrailing());
        }
    }
}
