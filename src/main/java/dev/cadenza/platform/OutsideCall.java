package dev.cadenza.platform;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 request to an {@link OutsideAddress}, on a connection of its own to the address that was vetted, with the
 * certificate checked against the name. No redirect is followed, no answer is read beyond a limit, and all of it ends by
 * a deadline however slowly the other side sends. docs/adr/0076 says who is called so.
 *
 * @param deadline for everything together
 * @param longestAnswer bytes of the body; what is longer is cut and marked so
 */
public record OutsideCall(Duration deadline, int longestAnswer) {

    private static final int LONGEST_LINE = 8_192;
    private static final int MOST_HEADERS = 100;

    /** @param truncated whether the body was longer than the limit */
    public record Answer(int status, Map<String, String> headers, byte[] body, boolean truncated) {

        public Answer {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * @param headers names and values; a line break in one is refused
     * @throws IOException where no answer came, of whatever kind of failure
     * @throws IllegalArgumentException where method or a header can't be sent as it is
     */
    public Answer send(String method, OutsideAddress address, Map<String, String> headers, byte @Nullable [] body)
            throws IOException {
        byte[] head = head(method, address, headers, body);
        long end = System.nanoTime() + deadline.toNanos();
        try (Socket socket = connected(address, end)) {
            socket.getOutputStream().write(head);
            if (body != null) {
                socket.getOutputStream().write(body);
            }
            socket.getOutputStream().flush();
            return read(new BufferedInputStream(socket.getInputStream()), method.equals("HEAD"));
        }
    }

    /** @throws ConnectException where no connection came about, so that nothing of the request can have left */
    private static Socket connected(OutsideAddress address, long end) throws ConnectException {
        Socket plain = new Timed(end);
        try {
            plain.connect(address.socket(), left(end));
            plain.setSoTimeout(left(end));
            return secured(plain, address);
        } catch (IOException failure) {
            ConnectException none = new ConnectException("No connection to " + address.uri().getHost() + ": "
                    + failure.getMessage());
            none.initCause(failure);
            try {
                plain.close();
            } catch (IOException alreadyClosed) {
                none.addSuppressed(alreadyClosed);
            }
            throw none;
        }
    }

    private static Socket secured(Socket plain, OutsideAddress address) throws IOException {
        if (!"https".equalsIgnoreCase(address.uri().getScheme())) {
            return plain;
        }
        SSLSocket socket = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain,
                address.uri().getHost(), address.socket().getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static byte[] head(String method, OutsideAddress address, Map<String, String> headers,
            byte @Nullable [] body) {
        if (!method.matches("[A-Z]{3,10}")) {
            throw new IllegalArgumentException("'" + method + "' is no method");
        }
        Map<String, String> all = new LinkedHashMap<>();
        int port = address.uri().getPort();
        all.put("Host", address.uri().getHost() + (port < 0 ? "" : ":" + port));
        all.put("User-Agent", "Cadenza");
        all.put("Accept", "*/*");
        headers.forEach((name, value) -> {
            if (!name.matches("[A-Za-z0-9-]{1,100}") || value.chars().anyMatch(c -> c < ' ' || c > 126)) {
                throw new IllegalArgumentException("The header " + name + " can't be sent");
            }
            if (!name.matches("(?i)host|content-length|transfer-encoding|connection")) {
                all.put(name, value);
            }
        });
        if (body != null) {
            all.put("Content-Length", Integer.toString(body.length));
        }
        all.put("Connection", "close");
        StringBuilder text = new StringBuilder(method).append(' ').append(address.target()).append(" HTTP/1.1\r\n");
        all.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private Answer read(InputStream in, boolean noBody) throws IOException {
        String[] first = line(in).split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("[1-5]\\d\\d")) {
            throw new IOException("The answer is not HTTP/1.1");
        }
        int status = Integer.parseInt(first[1]);
        Map<String, String> headers = headers(in);
        if (status < 200) {
            return read(in, noBody);
        }
        if (noBody || status == 204 || status == 304) {
            return new Answer(status, headers, new byte[0], false);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean whole = "chunked".equalsIgnoreCase(headers.get("transfer-encoding")) ? chunks(in, body)
                : plain(in, headers.get("content-length"), body);
        return new Answer(status, headers, body.toByteArray(), !whole);
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i <= MOST_HEADERS; i++) {
            String line = line(in);
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
            }
        }
        throw new IOException("The answer has too many headers");
    }

    private boolean plain(InputStream in, @Nullable String length, ByteArrayOutputStream body) throws IOException {
        long expected = length == null || !length.matches("\\d{1,18}") ? Long.MAX_VALUE : Long.parseLong(length);
        return copy(in, expected, body) || expected == Long.MAX_VALUE && body.size() < longestAnswer;
    }

    private boolean chunks(InputStream in, ByteArrayOutputStream body) throws IOException {
        while (true) {
            String size = line(in).replaceAll(";.*", "").strip();
            if (!size.matches("[0-9a-fA-F]{1,8}")) {
                throw new IOException("The answer's parts can't be read");
            }
            long length = Long.parseLong(size, 16);
            if (length == 0) {
                return true;
            }
            if (!copy(in, length, body)) {
                return false;
            }
            line(in);
        }
    }

    /** @return whether as many bytes as expected came and fitted */
    private boolean copy(InputStream in, long expected, ByteArrayOutputStream body) throws IOException {
        byte[] buffer = new byte[8_192];
        long left = expected;
        while (left > 0) {
            int room = longestAnswer - body.size();
            if (room <= 0) {
                return false;
            }
            int read = in.read(buffer, 0, (int) Math.min(Math.min(buffer.length, left), room));
            if (read < 0) {
                return false;
            }
            body.write(buffer, 0, read);
            left -= read;
        }
        return true;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next != '\n') {
            if (next < 0) {
                throw new EOFException("The connection was closed within the answer");
            }
            if (line.size() >= LONGEST_LINE) {
                throw new IOException("The answer has a line that is too long");
            }
            line.write(next);
            next = in.read();
        }
        return line.toString(StandardCharsets.ISO_8859_1).replaceFirst("\r$", "");
    }

    private static int left(long end) throws SocketTimeoutException {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("The answer took too long");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    /** A connection that no trickle of bytes keeps open beyond the deadline, in a handshake neither. */
    private static final class Timed extends Socket {

        private final long end;

        Timed(long end) {
            this.end = end;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {

                @Override
                public int read() throws IOException {
                    setSoTimeout(left(end));
                    return super.read();
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    setSoTimeout(left(end));
                    return super.read(buffer, offset, length);
                }
            };
        }
    }
}
