package dev.cadenza.testing;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server for a process of its own, which takes mails and keeps a durable ledger of what it took: one line for
 * each, on the disk before the client hears 250. It offers PIPELINING and 8BITMIME.
 *
 * <p>Arguments: {@code --ledger FILE} or {@code --no-ledger} (counts only), {@code --port N} (0 for a free one),
 * {@code --fault NAME=N} (that fault befalls every Nth mail), {@code --delay MILLIS} (before each 250 for content).
 * The first line on stdout is the port. Lines on stdin, each answered by a line: {@code count} (how many mails were
 * taken), {@code fault NAME=N} (0 for never), {@code delay MILLIS}; the end of stdin ends the process. A recipient
 * such as {@code drop-1@example.com} gets the fault of its name in any case.
 */
public final class LedgerSmtpServer {

    /** What can go wrong for a mail. */
    public enum Fault {
        /** Takes the mail, into the ledger, and closes the connection without a word. */
        DROP,
        /** Closes the connection when the content has come, and takes nothing. */
        CUT,
        /** 421 to MAIL, and closes. */
        BUSY,
        /** 451 to RCPT. */
        DEFER,
        /** 550 5.1.1 to RCPT. */
        REFUSE,
        /** 554 after the content. */
        REJECT
    }

    private static final int BUFFER = 65_536;

    private final ServerSocket socket;
    private final @Nullable Ledger ledger;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong seen = new AtomicLong();
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private volatile int delayMillis;

    LedgerSmtpServer(int port, @Nullable Path ledger) throws IOException {
        this.socket = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
        this.ledger = ledger == null ? null : new Ledger(ledger);
    }

    public static void main(String[] arguments) throws IOException {
        int port = 0;
        Path ledger = null;
        StringBuilder commands = new StringBuilder();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--port" -> port = Integer.parseInt(arguments[++i]);
                case "--ledger" -> ledger = Path.of(arguments[++i]);
                case "--no-ledger" -> ledger = null;
                case "--fault" -> commands.append("fault ").append(arguments[++i]).append('\n');
                case "--delay" -> commands.append("delay ").append(arguments[++i]).append('\n');
                default -> throw new IllegalArgumentException("Unknown argument " + arguments[i]);
            }
        }
        LedgerSmtpServer server = new LedgerSmtpServer(port, ledger);
        commands.toString().lines().forEach(server::command);
        Thread acceptor = new Thread(server::accept, "accept");
        acceptor.setDaemon(true);
        acceptor.start();
        System.out.println(server.socket.getLocalPort());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(server.command(line));
        }
        Runtime.getRuntime().halt(0); // connections may be open; the ledger is forced line by line
    }

    /** @return the answer, one line */
    private String command(String line) {
        String[] words = line.split("[ =]");
        switch (words[0]) {
            case "count" -> {
                return String.valueOf(taken.get());
            }
            case "delay" -> delayMillis = Integer.parseInt(words[1]);
            case "fault" -> {
                synchronized (faults) {
                    faults.put(Fault.valueOf(words[1].toUpperCase()), Integer.parseInt(words[2]));
                }
            }
            default -> throw new IllegalArgumentException("Unknown command " + line);
        }
        return "ok";
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                Thread thread = new Thread(() -> serve(client), "smtp-" + client.getPort());
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException closed) {
            System.err.println("No longer accepting: " + closed.getMessage());
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            new Session(client).run();
        } catch (EOFException | SocketException gone) {
            // the client closed the connection, as it may at any time
        } catch (IOException failure) {
            System.err.println("Connection failed: " + failure);
        }
    }

    private @Nullable Fault fault(String recipient) {
        int dash = recipient.indexOf('-');
        for (Fault fault : Fault.values()) {
            if (dash > 0 && recipient.substring(0, dash).equalsIgnoreCase(fault.name())) {
                return fault;
            }
        }
        long number = seen.incrementAndGet();
        synchronized (faults) {
            for (Map.Entry<Fault, Integer> fault : faults.entrySet()) {
                if (fault.getValue() > 0 && number % fault.getValue() == 0) {
                    return fault.getKey();
                }
            }
        }
        return null;
    }

    /** One connection. */
    private final class Session {

        private final InputStream in;
        private final OutputStream out;
        private final byte[] buffer = new byte[BUFFER];
        private final byte[] line = new byte[BUFFER];
        private int position;
        private int limit;
        private int length;
        private boolean mail;
        private boolean busy;
        private @Nullable String recipient;
        private @Nullable Fault fault;
        private long unforced;

        Session(Socket client) throws IOException {
            this.in = client.getInputStream();
            this.out = new BufferedOutputStream(client.getOutputStream(), 8192);
        }

        void run() throws IOException {
            reply("220 ledger ESMTP");
            boolean open = true;
            while (open) {
                readLine();
                open = command();
            }
            flush();
        }

        /** Answers the line that was read; false ends the connection. */
        private boolean command() throws IOException {
            String command = new String(line, 0, length, StandardCharsets.UTF_8);
            String verb = command.substring(0, Math.min(4, command.length())).toUpperCase();
            switch (verb) {
                case "EHLO" -> reply("250-ledger\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n250 8BITMIME");
                case "HELO" -> reply("250 ledger");
                case "MAIL" -> {
                    synchronized (faults) {
                        int every = faults.getOrDefault(Fault.BUSY, 0);
                        busy = every > 0 && (seen.get() + 1) % every == 0;
                    }
                    if (busy || command.toLowerCase().contains("<busy-")) {
                        seen.incrementAndGet();
                        reply("421 4.3.2 closing");
                        return false;
                    }
                    mail = true;
                    recipient = null;
                    reply("250 2.1.0 Ok");
                }
                case "RCPT" -> recipient(command);
                case "DATA" -> {
                    return data();
                }
                case "RSET" -> {
                    mail = false;
                    recipient = null;
                    reply("250 2.0.0 Ok");
                }
                case "NOOP" -> reply("250 2.0.0 Ok");
                case "QUIT" -> {
                    reply("221 2.0.0 Bye");
                    return false;
                }
                default -> reply("500 5.5.2 Unknown command");
            }
            return true;
        }

        private void recipient(String command) throws IOException {
            if (!mail) {
                reply("503 5.5.1 Need MAIL first");
                return;
            }
            String address = command.substring(command.indexOf('<') + 1, command.indexOf('>'));
            fault = fault(address);
            if (fault == Fault.DEFER) {
                reply("451 4.7.1 Greylisted, try again later");
            } else if (fault == Fault.REFUSE) {
                reply("550 5.1.1 User unknown");
            } else {
                recipient = address;
                reply("250 2.1.5 Ok");
            }
        }

        private boolean data() throws IOException {
            String to = recipient;
            if (to == null) {
                reply("554 5.5.1 No valid recipients");
                return true;
            }
            reply("354 Go ahead");
            String messageId = content();
            if (fault == Fault.CUT) {
                return false;
            }
            if (fault == Fault.REJECT) {
                reply("554 5.7.1 Content rejected");
            } else {
                unforced = ledger == null ? 0 : ledger.append(messageId + "\t" + to + "\n");
                taken.incrementAndGet();
                pause();
                if (fault == Fault.DROP) {
                    force();
                    return false;
                }
                reply("250 2.0.0 Ok: queued as " + taken.get());
            }
            mail = false;
            recipient = null;
            return true;
        }

        /** Reads up to the line with the single dot. @return the Message-ID */
        private String content() throws IOException {
            String messageId = "none";
            boolean headers = true;
            while (true) {
                readLine();
                if (length == 1 && line[0] == '.') {
                    return messageId;
                }
                if (headers) {
                    headers = length > 0;
                    if (length > 11 && (line[0] | 0x20) == 'm' && new String(line, 0, 11, StandardCharsets.US_ASCII)
                            .equalsIgnoreCase("Message-ID:")) {
                        messageId = new String(line, 11, length - 11, StandardCharsets.UTF_8).strip();
                    }
                }
            }
        }

        /** Answers are kept back as long as there is input to read (RFC 2920, section 3.2). */
        private void readLine() throws IOException {
            length = 0;
            while (true) {
                if (position == limit) {
                    fill();
                }
                byte next = buffer[position++];
                if (next == '\n') {
                    length -= length > 0 && line[length - 1] == '\r' ? 1 : 0;
                    return;
                }
                line[length++] = next;
            }
        }

        private void fill() throws IOException {
            flush();
            position = 0;
            limit = in.read(buffer);
            if (limit < 0) {
                throw new EOFException();
            }
        }

        private void reply(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.write('\r');
            out.write('\n');
        }

        private void flush() throws IOException {
            force();
            out.flush();
        }

        private void force() throws IOException {
            if (unforced > 0 && ledger != null) {
                ledger.awaitForced(unforced);
                unforced = 0;
            }
        }

        private void pause() throws IOException {
            if (delayMillis > 0) {
                flush();
                try {
                    Thread.sleep(delayMillis);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
