package dev.cadenza.kill;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.testing.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** One node of the application in a process of its own, to be killed. */
final class CadenzaProcess implements AutoCloseable {

    static final String USER = "admin@cadenza.test";
    static final String PASSWORD = "correct-horse-battery";
    private static final Duration START = Duration.ofMinutes(5);

    private final Process process;
    private final int port;
    private final Path log;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private CadenzaProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** @param jvm further options of the virtual machine, such as a crash point */
    static CadenzaProcess start(TestDatabase.Fresh database, int smtpPort, Path directory, String... jvm)
            throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Duser.timezone=UTC"));
        command.addAll(List.of(jvm));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.cadenza.Cadenza",
                "--server.port=" + port,
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password(),
                "--spring.main.banner-mode=off",
                "--camunda.bpm.webapp.enabled=false",
                "--springdoc.api-docs.enabled=false",
                "--cadenza.data-directory=" + directory,
                "--cadenza.sample-data=false",
                "--cadenza.admin.email=" + USER,
                "--cadenza.admin.password=" + PASSWORD,
                "--cadenza.mail.embedded=false",
                "--cadenza.mail.smtp.host=127.0.0.1",
                "--cadenza.mail.smtp.port=" + smtpPort,
                "--cadenza.outbox.lease=2s",
                "--camunda.bpm.job-execution.lock-time-in-millis=3000",
                "--cadenza.outbox.workers=2",
                "--cadenza.outbox.channel-workers=2",
                "--cadenza.public-url=http://127.0.0.1:" + port,
                "--cadenza.outbox.group-size=10"));
        Path log = directory.resolve("application.log");
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        return new CadenzaProcess(process, port, log);
    }

    /** Waits until the application is up; says what it logged when it does not come up. */
    void awaitAnswer() throws IOException {
        try {
            await().atMost(START).until(() -> answers() || !alive());
        } catch (ConditionTimeoutException silent) {
            throw new IllegalStateException("The application does not answer:\n" + lastLines(), silent);
        }
        if (!alive()) {
            throw new IllegalStateException("The application ended:\n" + lastLines());
        }
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    private boolean answers() {
        try {
            return http.send(request("/actuator/health").GET().build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    JsonNode post(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
        }
        return new ObjectMapper().readTree(response.body());
    }

    int port() {
        return port;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The application does not end");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private HttpRequest.Builder request(String path) {
        String basic = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(30))
                .header("Authorization", "Basic " + basic);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
