package dev.cadenza.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Servers that begin an answer and do not end it. */
class HttpCallsTest {

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void anAnswerWithoutEndIsCut() throws Exception {
        try (ServerSocket server = answering(out -> {
            byte[] some = "x".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
            while (true) {
                out.write(some);
            }
        })) {
            assertThat(HttpCalls.send(http, request(server)).body()).hasSize(HttpCalls.LONGEST_ANSWER);
        }
    }

    @Test
    void anAnswerThatStopsInTheMiddleHasATimeOutToo() throws Exception {
        try (ServerSocket server = answering(out -> out.write('x'))) {
            assertThatThrownBy(() -> HttpCalls.send(http, request(server))).isInstanceOf(HttpTimeoutException.class);
        }
    }

    private static HttpRequest request(ServerSocket server) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"))
                .timeout(Duration.ofSeconds(1)).build();
    }

    private interface Body {
        void write(OutputStream out) throws IOException;
    }

    private static ServerSocket answering(Body body) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                OutputStream out = socket.getOutputStream();
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                body.write(out);
                out.flush();
                // The client hangs up.
                while (socket.getInputStream().read() >= 0) {
                    Thread.onSpinWait();
                }
            } catch (IOException hungUp) {
                // as it should
            }
        }, "endless");
        thread.setDaemon(true);
        thread.start();
        return server;
    }
}
