package dev.cadenza.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadenza.platform.OutsideAddress;
import dev.cadenza.platform.OutsideAddress.NotOutside;
import dev.cadenza.platform.OutsideCall;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody writes an address down that leads into our own network. No name server is asked here. */
class OutsideAddressTest {

    private static final OutsideAddress.Resolver NAMES = host -> {
        if (host.matches("[0-9.xa-fA-F]+") || host.startsWith("[")) {
            return InetAddress.getAllByName(host); // an address in some notation, as the platform reads it
        }
        return switch (host) {
            case "hooks.example" -> new InetAddress[] {InetAddress.getByName("93.184.215.14")};
            case "six.example" -> new InetAddress[] {InetAddress.getByName("2606:2800:21f:cb07:6820:80da:af6b:8b2c")};
            case "xn--bcher-kva.example" -> new InetAddress[] {InetAddress.getByName("93.184.215.15")};
            case "inside.example" -> new InetAddress[] {InetAddress.getByName("10.1.2.3")};
            case "both.example" -> new InetAddress[] {InetAddress.getByName("93.184.215.14"),
                InetAddress.getByName("127.0.0.1")};
            default -> throw new UnknownHostException(host);
        };
    };

    @ParameterizedTest
    @ValueSource(strings = {
        "https://127.0.0.1/", "https://127.1/", "https://0x7f000001/", "https://2130706433/", "https://0/",
        "https://0.0.0.0/", "https://10.0.0.8/x", "https://172.16.0.1/", "https://172.31.255.255/",
        "https://192.168.1.1/", "https://169.254.169.254/latest/meta-data/", "https://100.64.0.1/",
        "https://198.18.0.1/", "https://224.0.0.1/", "https://255.255.255.255/", "https://192.0.0.192/",
        "https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:a9fe:a9fe]/",
        "https://[::127.0.0.1]/", "https://[fe80::1]/", "https://[fc00::1]/", "https://[fd00:ec2::254]/",
        "https://[ff02::1]/", "https://[64:ff9b::7f00:1]/", "https://[64:ff9b::a9fe:a9fe]/", "https://[2002:7f00:1::]/",
        "https://[2001:0:1::1]/", "https://[fec0::1]/",
        "https://inside.example/", "https://both.example/", "https://localhost/", "https://x.localhost/",
        "https://metadata.google.internal/", "https://printer.local/", "https://nobody.example/",
        "http://hooks.example/", "ftp://hooks.example/", "file:///etc/passwd", "gopher://hooks.example/", "jar:x!/y",
        "https://user@hooks.example/", "https://hooks.example@10.0.0.1/", "https://user:pw@hooks.example/",
        "https://hooks.example:25/", "https://hooks.example:0/", "//hooks.example/", "hooks.example", "",
        "https://hooks.example/a b", "https://hooks.example/\r\nHost: x", "https:\\\\hooks.example\\", "https://",
    })
    void addressThatLeadsElsewhereIsRefused(String text) {
        assertThatThrownBy(() -> OutsideAddress.of(text, Set.of(), NAMES)).isInstanceOf(NotOutside.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://hooks.example/in?x=1", "https://hooks.example:8443/", "https://six.example/",
        "https://bücher.example/", "HTTPS://hooks.example"})
    void addressOnTheInternetIsFound(String text) throws NotOutside {
        assertThat(OutsideAddress.of(text, Set.of(), NAMES).socket().getAddress().isSiteLocalAddress()).isFalse();
    }

    @Test
    void nameIsLookedUpOnceAndThatAnswerIsCalled() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        OutsideAddress.Resolver rebinding = host -> new InetAddress[] {InetAddress.getByName(
                asked.incrementAndGet() == 1 ? "93.184.215.14" : "127.0.0.1")};

        OutsideAddress address = OutsideAddress.of("https://hooks.example/in", Set.of(), rebinding);

        assertThat(asked).hasValue(1);
        assertThat(address.socket().isUnresolved()).isFalse();
        assertThat(address.socket().getAddress().getHostAddress()).isEqualTo("93.184.215.14");
    }

    @Test
    void administratorLetsASingleAddressThrough() throws Exception {
        assertThat(OutsideAddress.of("http://10.1.2.3:8080/x", Set.of("10.1.2.3:8080"), NAMES).target()).isEqualTo("/x");
        assertThatThrownBy(() -> OutsideAddress.of("http://10.1.2.3:8081/x", Set.of("10.1.2.3:8080"), NAMES))
                .isInstanceOf(NotOutside.class);
    }

    @Test
    void redirectIsAnAnswerAndIsNotFollowed() throws Exception {
        try (Server server = new Server("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")) {
            OutsideCall.Answer answer = call(server, Duration.ofSeconds(10), 1_000);

            assertThat(answer.status()).isEqualTo(302);
            assertThat(server.requests).hasSize(1);
            assertThat(server.requests.get(0)).startsWith("POST /hook?x=1 HTTP/1.1\r\n").contains("X-Test: yes")
                    .contains("Connection: close").endsWith("\r\n\r\n{\"a\":1}");
        }
    }

    @Test
    void longAnswerIsCutAndPartsArePutTogether() throws Exception {
        try (Server server = new Server("HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\n\r\n" + "x".repeat(50_000))) {
            OutsideCall.Answer answer = call(server, Duration.ofSeconds(10), 1_000);
            assertThat(answer.body()).hasSize(1_000);
            assertThat(answer.truncated()).isTrue();
        }
        try (Server server = new Server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n3\r\nefg\r\n0\r\n\r\n")) {
            OutsideCall.Answer answer = call(server, Duration.ofSeconds(10), 1_000);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("abcdefg");
            assertThat(answer.truncated()).isFalse();
        }
    }

    @Test
    void trickleOfBytesIsNoWayToKeepUsWaiting() throws Exception {
        try (Server server = new Server(null)) {
            assertThatThrownBy(() -> call(server, Duration.ofMillis(600), 1_000)).isInstanceOf(IOException.class)
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void trickleWithinAHandshakeIsNone() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write(new byte[] {0x16, 3, 3, 0x40, 0});
                    while (true) {
                        socket.getOutputStream().write(2);
                        socket.getOutputStream().flush();
                        Thread.sleep(100);
                    }
                } catch (IOException | InterruptedException hungUp) {
                    Thread.currentThread().interrupt();
                }
            }, "trickle");
            thread.setDaemon(true);
            thread.start();
            String host = "127.0.0.1:" + server.getLocalPort();
            OutsideAddress address = OutsideAddress.of("https://" + host + "/", Set.of(host), NAMES);

            assertThatThrownBy(() -> new OutsideCall(Duration.ofMillis(600), 10).send("GET", address, Map.of(), null))
                    .isInstanceOf(ConnectException.class).hasRootCauseInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nb", "ü"})
    void headerCanNotBringAnother(String value) throws Exception {
        OutsideAddress address = OutsideAddress.of("https://hooks.example/", Set.of(), NAMES);

        assertThatThrownBy(() -> new OutsideCall(Duration.ofSeconds(1), 10).send("POST", address, Map.of("X-A", value),
                null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OutsideCall(Duration.ofSeconds(1), 10).send("POST", address, Map.of("X A", "a"),
                null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OutsideCall(Duration.ofSeconds(1), 10).send("POST / HTTP/1.1\r\nX: y", address,
                Map.of(), null)).isInstanceOf(IllegalArgumentException.class);
    }

    private static OutsideCall.Answer call(Server server, Duration deadline, int longest) throws Exception {
        String host = "127.0.0.1:" + server.socket.getLocalPort();
        OutsideAddress address = OutsideAddress.of("http://" + host + "/hook?x=1", Set.of(host), NAMES);
        return new OutsideCall(deadline, longest).send("POST", address, Map.of("X-Test", "yes", "Host", "evil.test",
                "Content-Length", "0"), "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    }

    /** Answers each connection with the same bytes; null for one byte now and then. */
    private static final class Server implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
        private final Thread thread;

        Server(String answer) throws IOException {
            thread = new Thread(() -> serve(answer), "outside");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(String answer) {
            while (!socket.isClosed()) {
                try (Socket connection = socket.accept(); OutputStream out = connection.getOutputStream()) {
                    byte[] buffer = new byte[10_000];
                    StringBuilder request = new StringBuilder();
                    while (!request.toString().endsWith("}")) {
                        int read = connection.getInputStream().read(buffer);
                        if (read < 0) {
                            break;
                        }
                        request.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                    }
                    requests.add(request.toString());
                    if (answer != null) {
                        out.write(answer.getBytes(StandardCharsets.UTF_8));
                        out.flush();
                    }
                    while (answer == null && !socket.isClosed()) {
                        out.write('H');
                        out.flush();
                        Thread.sleep(50);
                    }
                } catch (IOException closed) {
                    continue;
                } catch (InterruptedException ended) {
                    return;
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
            thread.interrupt();
        }
    }
}
