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
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** One node of the application in a process of its own, to be killed. */
public final class CadenzaProcess implements AutoCloseable {

    public static final String USER = "admin@cadenza.test";
    public static final String PASSWORD = "correct-horse-battery";
    static final String MAIN_CLASS = "dev.cadenza.Cadenza";
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
        return start(database, smtpPort, directory, List.of(jvm), List.of());
    }

    /**
     * On the class path of the tests, or from the jar that {@code cadenza.nodes.jar} names.
     *
     * @param settings further arguments of the application
     */
    public static CadenzaProcess start(TestDatabase.Fresh database, int smtpPort, Path directory, List<String> jvm,
            List<String> settings) throws IOException {
        List<String> options = new ArrayList<>(jvm);
        String jar = System.getProperty("cadenza.nodes.jar");
        if (jar != null) {
            options.addAll(List.of("-jar", jar));
        } else {
            options.addAll(ClassArchive.get().options());
            options.add(MAIN_CLASS);
        }
        return start(options, database, smtpPort, directory, settings);
    }

    /** @param java what follows {@code java}: options and the application, without its arguments */
    static CadenzaProcess start(List<String> java, TestDatabase.Fresh database, int smtpPort, Path directory,
            List<String> settings) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Duser.timezone=UTC"));
        command.addAll(java);
        List<String> defaults = new ArrayList<>(List.of(
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
        // Given twice, a setting would have both values.
        defaults.removeIf(one -> settings.stream().anyMatch(other -> key(other).equals(key(one))));
        command.addAll(defaults);
        command.addAll(settings);
        Path log = directory.resolve("application.log");
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        return new CadenzaProcess(process, port, log);
    }

    /** Waits until the application is up; says what it logged when it does not come up. */
    public void awaitAnswer() throws IOException {
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

    public JsonNode post(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
        }
        return new ObjectMapper().readTree(response.body());
    }

    /** Uploads a file as {@code file} of a form with one more field. */
    JsonNode upload(String path, Path file, String field, String value) throws IOException, InterruptedException {
        String boundary = "cadenza-" + UUID.randomUUID();
        String start = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field + "\"\r\n\r\n" + value
                + "\r\n--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + file.getFileName() + "\"\r\nContent-Type: text/csv\r\n\r\n";
        HttpResponse<String> response = http.send(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.concat(HttpRequest.BodyPublishers.ofString(start),
                        HttpRequest.BodyPublishers.ofFile(file),
                        HttpRequest.BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"))).build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
        }
        return new ObjectMapper().readTree(response.body());
    }

    int port() {
        return port;
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** The status and the body of an answer. */
    public record Answer(int status, String body) {
    }

    /** @param authorization null for nobody */
    public Answer get(String path, @Nullable String authorization) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> response = http.send(request.GET().build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return get(path, "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD)
                .getBytes(StandardCharsets.UTF_8)));
    }

    /** @return the status of the answer */
    public int postAs(String authorization, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60)).header("Authorization", authorization)
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** {@code kill -TERM}: asks the application to end, and waits until it has. @return its exit status */
    public int terminate() throws InterruptedException {
        process.destroy();
        awaitEnd();
        return process.exitValue();
    }

    /** {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    public void awaitEnd() throws InterruptedException {
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
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

    private static String key(String argument) {
        return argument.substring(0, argument.indexOf('='));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
