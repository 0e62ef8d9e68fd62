package dev.cadenza.channel;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an SMTP server: lines out, replies in. Knows nothing of mails. Used by one thread at a time, except
 * for {@link #abort()} and {@link #stuckSince()}.
 */
final class SmtpConnection {

    /** RFC 5321, section 4.5.3.1.5 asks for 512; some servers write essays. */
    private static final int LONGEST_LINE = 4096;
    private static final int MOST_LINES = 200;

    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private final byte[] input = new byte[LONGEST_LINE];
    private int position;
    private int limit;
    private final Bytes output = new Bytes(16_384);
    private Map<String, String> extensions = Map.of();
    private boolean used;
    private boolean resetNeeded;
    private long idleSince;
    /** Nanoseconds of the last start of a blocking call, or 0. */
    private volatile long busySince;

    SmtpConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Goes on over {@code secured}, which lies on top of the socket so far. */
    void secure(Socket secured) throws IOException {
        if (position < limit) {
            // Plain text that was sent ahead would be taken for answers within TLS (CVE-2011-0411).
            throw new IOException("The server sent more than its answer to STARTTLS");
        }
        socket = secured;
        in = secured.getInputStream();
        out = secured.getOutputStream();
        extensions = Map.of();
    }

    Socket socket() {
        return socket;
    }

    /** A line that {@link #flush()} will send. */
    void line(String line) {
        output.line(line);
    }

    /** A message with the dot that ends it, both sent by {@link #flush()}. */
    void content(Bytes message) {
        byte[] bytes = message.array();
        int size = message.size();
        int from = 0;
        for (int i = 0; i < size; i++) {
            if (bytes[i] == '.' && (i == 0 || bytes[i - 1] == '\n')) {
                output.add(bytes, from, i).add('.');
                from = i;
            }
        }
        output.add(bytes, from, size);
        if (size < 2 || bytes[size - 1] != '\n') {
            output.add('\r').add('\n');
        }
        output.add('.').add('\r').add('\n');
    }

    void flush() throws IOException {
        busySince = System.nanoTime() | 1;
        try {
            out.write(output.array(), 0, output.size());
            out.flush();
        } finally {
            output.clear();
            busySince = 0;
        }
    }

    /** Sends a line and reads the reply to it. */
    SmtpReply ask(String line) throws IOException {
        line(line);
        flush();
        return read();
    }

    /** @throws IOException where the connection ends, the server is too slow, or what it says is no reply */
    SmtpReply read() throws IOException {
        busySince = System.nanoTime() | 1;
        try {
            StringBuilder text = new StringBuilder();
            for (int lines = 0; lines < MOST_LINES; lines++) {
                String line = readLine();
                if (line.length() < 3 || !line.substring(0, 3).matches("[2-5][0-9]{2}")
                        || line.length() > 3 && line.charAt(3) != ' ' && line.charAt(3) != '-') {
                    throw new IOException("The server's answer is no SMTP: " + HeaderText.clean(line));
                }
                text.append(text.isEmpty() ? "" : "\n").append(line.length() > 4 ? line.substring(4) : "");
                if (line.length() == 3 || line.charAt(3) == ' ') {
                    return new SmtpReply(Integer.parseInt(line.substring(0, 3)), text.toString());
                }
            }
            throw new IOException("The server's answer does not end");
        } finally {
            busySince = 0;
        }
    }

    /** Reads what the reply to EHLO offers: one keyword a line, after the first (RFC 5321, section 4.1.1.1). */
    void extensions(SmtpReply ehlo) {
        Map<String, String> offered = new HashMap<>();
        ehlo.text().lines().skip(1).forEach(line -> {
            String[] words = line.strip().split("[ =]", 2);
            offered.merge(words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1] : "",
                    (one, other) -> one + " " + other);
        });
        extensions = offered;
    }

    boolean offers(String extension) {
        return extensions.containsKey(extension);
    }

    /** The parameters of an extension that is offered. */
    @Nullable String extension(String name) {
        return extensions.get(name);
    }

    /** Our own address as EHLO takes it in place of a name (RFC 5321, section 4.1.3). */
    String addressLiteral() {
        InetAddress own = socket.getLocalAddress();
        String text = own.getHostAddress().replaceFirst("%.*", "");
        return own instanceof Inet6Address ? "[IPv6:" + text + "]" : "[" + text + "]";
    }

    /** True once a mail was handed over: if it breaks after that, the server has merely had enough of it. */
    boolean used() {
        return used;
    }

    void markUsed() {
        used = true;
    }

    boolean resetNeeded() {
        return resetNeeded;
    }

    void resetNeeded(boolean needed) {
        resetNeeded = needed;
    }

    long idleSince() {
        return idleSince;
    }

    void idleSince(long nanos) {
        idleSince = nanos;
    }

    /** Nanoseconds of the start of the call that this connection is in, or 0 where it is in none. */
    long stuckSince() {
        return busySince;
    }

    /** Closes at once; a thread that is in a call on this connection gets an exception. */
    void abort() {
        try {
            socket.close();
        } catch (IOException nothingToSave) {
            // closed all the same
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < LONGEST_LINE) {
            if (position == limit) {
                position = 0;
                limit = Math.max(0, in.read(input));
                if (limit == 0) {
                    throw new EOFException("The server closed the connection");
                }
            }
            int end = position;
            while (end < limit && input[end] != '\n') {
                end++;
            }
            line.append(new String(input, position, end - position, StandardCharsets.UTF_8));
            boolean complete = end < limit;
            position = Math.min(end + 1, limit);
            if (complete) {
                return line.length() > 0 && line.charAt(line.length() - 1) == '\r'
                        ? line.substring(0, line.length() - 1) : line.toString();
            }
        }
        throw new IOException("The server's line is too long");
    }
}
