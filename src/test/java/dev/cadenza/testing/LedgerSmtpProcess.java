package dev.cadenza.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link LedgerSmtpServer} in a process of its own, on this JVM's class path. */
public final class LedgerSmtpProcess implements AutoCloseable {

    private final Process process;
    private final Path ledger;
    private final BufferedReader out;
    private final Writer in;
    private final int port;

    private LedgerSmtpProcess(Process process, Path ledger) throws IOException {
        this.process = process;
        this.ledger = ledger;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null) {
            throw new IOException("The SMTP sink ended with " + process.onExit().join().exitValue());
        }
        this.port = Integer.parseInt(line);
    }

    /** @param further arguments of {@link LedgerSmtpServer} */
    public static LedgerSmtpProcess start(Path ledger, String... further) throws IOException {
        return launch(ledger, List.of("--ledger", ledger.toString()), further);
    }

    /** Counts mails and keeps no ledger: how fast can a client be. */
    public static LedgerSmtpProcess counting(String... further) throws IOException {
        return launch(Path.of("none"), List.of("--no-ledger"), further);
    }

    private static LedgerSmtpProcess launch(Path ledger, List<String> arguments, String... further)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
                "-cp", ownClassPath(), LedgerSmtpServer.class.getName()));
        command.addAll(arguments);
        command.addAll(List.of(further));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            return new LedgerSmtpProcess(process, ledger);
        } catch (IOException | RuntimeException failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    /** Only where the test classes are: the server needs nothing else at run time. */
    private static String ownClassPath() {
        return Path.of(java.net.URI.create(LedgerSmtpServer.class.getProtectionDomain().getCodeSource().getLocation()
                .toString())).toString();
    }

    public int port() {
        return port;
    }

    /** What was taken so far, in order. A line that is being written at this moment is left out. */
    public List<Entry> entries() {
        try {
            if (!Files.exists(ledger)) {
                return List.of();
            }
            String text = Files.readString(ledger);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines()
                    .map(line -> line.split("\t", 2))
                    .map(parts -> new Entry(parts[0], parts[1]))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @param messageId with its angle brackets */
    public record Entry(String messageId, String recipient) {
    }

    /** How many mails were taken since the start of the process. */
    public long count() {
        return Long.parseLong(ask("count"));
    }

    /** @param every befalls every {@code every}th mail from now on; 0 for none */
    public void fault(LedgerSmtpServer.Fault fault, int every) {
        ask("fault " + fault + "=" + every);
    }

    /** How long the server takes over the content of each mail from now on. */
    public void delay(java.time.Duration delay) {
        ask("delay " + delay.toMillis());
    }

    private synchronized String ask(String command) {
        try {
            in.write(command + "\n");
            in.flush();
            String answer = out.readLine();
            if (answer == null) {
                throw new IOException("The SMTP sink has ended");
            }
            return answer;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
