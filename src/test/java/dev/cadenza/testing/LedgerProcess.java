package dev.cadenza.testing;

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

/**
 * A server that keeps a ledger, in a process of its own, which outlives any application that talks to it. It says its
 * port first, and answers each line that it is told with a line.
 */
abstract class LedgerProcess implements AutoCloseable {

    private final Process process;
    private final Path ledger;
    private final BufferedReader out;
    private final BufferedWriter in;
    private final int port;

    /**
     * @param server with a main method
     * @param needs classes of the libraries that the server needs
     */
    LedgerProcess(Path ledger, Class<?> server, List<Class<?>> needs, List<String> arguments) throws IOException {
        this.ledger = ledger;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
                "-cp", Stream.concat(Stream.of(server), needs.stream()).map(LedgerProcess::place)
                        .collect(Collectors.joining(File.pathSeparator)), server.getName()));
        command.addAll(arguments);
        this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        try {
            this.port = Integer.parseInt(line());
        } catch (IOException | RuntimeException failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    private static String place(Class<?> type) {
        return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
    }

    final String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("The server ended with " + process.onExit().join().exitValue());
        }
        return line;
    }

    final synchronized String ask(String command) {
        try {
            in.write(command + "\n");
            in.flush();
            return line();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What was taken so far, in order. A line that is being written at this moment is left out. */
    final Stream<String> taken() {
        try {
            if (!Files.exists(ledger)) {
                return Stream.empty();
            }
            String text = Files.readString(ledger);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public final int port() {
        return port;
    }

    @Override
    public final void close() throws IOException {
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
