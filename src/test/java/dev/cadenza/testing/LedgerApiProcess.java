package dev.cadenza.testing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@link LedgerApiServer} in a process of its own, which outlives any application that talks to it. */
public final class LedgerApiProcess implements AutoCloseable {

    private final Process process;
    private final Path ledger;
    private final BufferedReader out;
    private final BufferedWriter in;
    private final int port;
    private final String sendGridPublicKey;

    private LedgerApiProcess(Process process, Path ledger) throws IOException {
        this.process = process;
        this.ledger = ledger;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.port = Integer.parseInt(line());
        this.sendGridPublicKey = line();
    }

    /** @param further arguments of {@link LedgerApiServer} */
    public static LedgerApiProcess start(Path ledger, String... further) throws IOException {
        String classPath = Stream.of(LedgerApiServer.class, ObjectMapper.class, JsonFactory.class, JsonInclude.class)
                .map(type -> Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
                        .toString())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-cp", classPath, LedgerApiServer.class.getName(), "--ledger",
                ledger.toString()));
        command.addAll(List.of(further));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            return new LedgerApiProcess(process, ledger);
        } catch (IOException | RuntimeException failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    private String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("The fake of the providers has ended");
        }
        return line;
    }

    public int port() {
        return port;
    }

    public String address() {
        return "http://127.0.0.1:" + port;
    }

    public String sendGridPublicKey() {
        return sendGridPublicKey;
    }

    /** @param every befalls every {@code every}th message from now on; 0 for none */
    public void fault(LedgerApiServer.Fault fault, int every) {
        ask("fault " + fault + "=" + every);
    }

    public void hooks(LedgerApiServer.Hooks hooks) {
        ask("hooks " + hooks);
    }

    /** Where SendGrid's events go from now on. */
    public void sendGridHook(String address) {
        ask("sendgrid-hook " + address);
    }

    public void slow(java.time.Duration delay) {
        ask("delay " + delay.toMillis());
    }

    /** @param ours our id as the request carried it; empty where the provider has no place for one */
    public record Entry(String provider, String ours, String to, String id) {
    }

    /** What was taken so far, in order. */
    public List<Entry> entries() {
        try {
            if (!Files.exists(ledger)) {
                return List.of();
            }
            String text = Files.readString(ledger);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(line -> line.split("\t", 4))
                    .map(part -> new Entry(part[0], part[1], part[2], part[3])).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private synchronized String ask(String command) {
        try {
            in.write(command + "\n");
            in.flush();
            return line();
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
