package dev.cadenza.channel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server that does as it is told. Verbs are those of the commands, and {@code GREETING} and {@code CONTENT}.
 * Answers are counted for each verb over all connections, from 1.
 */
final class FakeSmtp implements AutoCloseable {

    /** Instead of an answer: closes the connection. */
    static final String CLOSE = "close";
    /** Instead of an answer: resets the connection. */
    static final String RESET = "reset";
    /** Instead of an answer: none, ever. */
    static final String SILENCE = "silence";

    private final ServerSocket socket;
    private final Map<String, IntFunction<String>> answers = new HashMap<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final @Nullable SSLContext tls;
    private boolean implicitTls;
    final List<String> commands = new CopyOnWriteArrayList<>();
    /** The contents that got a positive answer, dot-stuffing removed. */
    final List<String> accepted = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();

    FakeSmtp(@Nullable SSLContext tls) throws IOException {
        this.tls = tls;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        on("GREETING", "220 fake");
        on("EHLO", "250 fake");
        on("STARTTLS", "220 go");
        on("DATA", "354 go");
        on("CONTENT", "250 2.0.0 Ok: queued as Q1");
        on("QUIT", "221 bye");
        daemon(this::accept);
    }

    FakeSmtp() throws IOException {
        this(null);
    }

    FakeSmtp offers(String... extensions) {
        return on("EHLO", "250-fake\r\n250-" + String.join("\r\n250-", extensions) + "\r\n250 HELP");
    }

    FakeSmtp on(String verb, String answer) {
        return on(verb, number -> answer);
    }

    FakeSmtp on(String verb, IntFunction<String> answer) {
        answers.put(verb, answer);
        return this;
    }

    FakeSmtp implicitTls() {
        implicitTls = true;
        return this;
    }

    int port() {
        return socket.getLocalPort();
    }

    long count(String verb) {
        return commands.stream().filter(command -> command.startsWith(verb)).count();
    }

    /** Ends all connections that are open now, as a server does that restarts. */
    void dropConnections() throws IOException {
        for (Socket client : open) {
            client.close();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        dropConnections();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                connections.incrementAndGet();
                open.add(client);
                daemon(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Socket current = implicitTls ? secured(client) : client;
            BufferedReader in = reader(current);
            if (!answer(current, "GREETING")) {
                return;
            }
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line);
                String verb = line.split("[ :]")[0].toUpperCase();
                if (verb.equals("STARTTLS") && answer(current, verb)) {
                    current = secured(client);
                    in = reader(current);
                } else if (verb.equals("DATA")) {
                    if (!data(current, in)) {
                        return;
                    }
                } else if (!verb.equals("STARTTLS") && !answer(current, verb)) {
                    return;
                }
            }
        } catch (IOException | UncheckedIOException gone) {
            // the client's own business
        } finally {
            open.remove(client);
        }
    }

    private boolean data(Socket client, BufferedReader in) throws IOException {
        String reply = next("DATA");
        if (!send(client, reply)) {
            return false;
        }
        if (!reply.startsWith("354")) {
            return true;
        }
        StringBuilder content = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals(".")) {
                String verdict = next("CONTENT");
                if (verdict.startsWith("2")) {
                    accepted.add(content.toString());
                }
                return send(client, verdict);
            }
            content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return false;
    }

    private boolean answer(Socket client, String verb) throws IOException {
        return send(client, next(verb));
    }

    private String next(String verb) {
        Function<String, IntFunction<String>> ok = unknown -> number -> "250 2.0.0 Ok";
        int number = counts.computeIfAbsent(verb, v -> new AtomicInteger()).incrementAndGet();
        return (answers.containsKey(verb) ? answers.get(verb) : ok.apply(verb)).apply(number);
    }

    /** @return whether the connection goes on */
    private boolean send(Socket client, String reply) throws IOException {
        switch (reply) {
            case CLOSE -> {
                return false;
            }
            case RESET -> {
                client.setSoLinger(true, 0);
                return false;
            }
            case SILENCE -> {
                while (client.getInputStream().read() >= 0) {
                    // takes everything
                }
                return false;
            }
            default -> {
                client.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
                return !reply.startsWith("421");
            }
        }
    }

    private Socket secured(Socket client) throws IOException {
        if (tls == null) {
            throw new IllegalStateException("No certificate");
        }
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(client, null, true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "fake-smtp");
        thread.setDaemon(true);
        thread.start();
    }
}
