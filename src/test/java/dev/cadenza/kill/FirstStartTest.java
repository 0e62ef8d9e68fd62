package dev.cadenza.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a new user sees who starts Cadenza in an empty directory with nothing set, and that a start after a kill goes on
 * where that one stopped.
 */
class FirstStartTest {

    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final String MARKETER = "marco@cadenza.local";
    private static final String ADMINISTRATOR = "anna@cadenza.local";
    private static final int LEADS = 320;
    private static final String CAMPAIGNS = "/api/v1/campaigns?size=100";

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = freePort();

    @Test
    void somethingIsToBeSeenAndAStartAfterAKillGoesOnWithIt(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("application.log");
        long sentByThen;
        Process first = start(directory, log);
        try {
            await().atMost(PATIENCE).until(() -> !first.isAlive() || Files.readString(log).contains("What happens now"));
            assertThat(Files.readString(log)).as("what is printed").contains("http://localhost:" + port
                    + "/camunda/app/tasklist", "/camunda/app/cockpit", "/mailbox.html", MARKETER + " ", ADMINISTRATOR + " ",
                    "password cadenza");
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(total("/api/v1/leads")).as("leads").isGreaterThanOrEqualTo(LEADS);
                assertThat(get(MARKETER, "/api/v1/mailbox").get("content").size()).as("addresses with mails").isPositive();
                assertThat(get(MARKETER, "/engine-rest/task?nameLike=Review%20drafts%25").size()).as("reviews").isPositive();
                assertThat(get(ADMINISTRATOR, "/engine-rest/process-instance/count").get("count").asLong())
                        .as("instances").isPositive();
                assertThat(total("/api/v1/enrollments?status=REPLIED")).as("who has answered").isPositive();
            });
            sentByThen = sent();
        } finally {
            first.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }

        Process second = start(directory, log);
        try {
            await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
                assertThat(second.isAlive()).as("alive: %s", log).isTrue();
                assertThat(get(MARKETER, CAMPAIGNS).get("content").findValuesAsText("name"))
                        .as("no sample is made twice").doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(2);
                assertThat(sent() > sentByThen || completed()).as("what comes next is sent").isTrue();
                assertThat(get(MARKETER, "/engine-rest/task?nameLike=Review%20drafts%25").size()).as("reviews").isPositive();
            });
            assertThat(total("/api/v1/enrollments?status=REPLIED")).isPositive();
        } finally {
            second.destroy();
            assertThat(second.waitFor(90, TimeUnit.SECONDS)).as("ends when it is asked to").isTrue();
        }
    }

    private Process start(Path directory, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(ClassArchive.get().options());
        command.addAll(List.of(CadenzaProcess.MAIN_CLASS, "--server.port=" + port,
                "--cadenza.data-directory=" + directory.resolve("data"), "--cadenza.mail.embedded-smtp-port=0",
                "--cadenza.mail.embedded-imap-port=0", "--cadenza.public-url=http://localhost:" + port));
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    }

    /** Over all steps of all campaigns. */
    private long sent() throws IOException, InterruptedException {
        long sent = 0;
        for (JsonNode campaign : get(MARKETER, CAMPAIGNS).get("content")) {
            for (JsonNode step : get(MARKETER, "/api/v1/campaigns/" + campaign.get("id").asText() + "/stats").get("steps")) {
                sent += step.get("sent").asLong();
            }
        }
        return sent;
    }

    private boolean completed() throws IOException, InterruptedException {
        return get(MARKETER, CAMPAIGNS).get("content").findValuesAsText("status").contains("COMPLETED");
    }

    private long total(String path) throws IOException, InterruptedException {
        return get(MARKETER, path).get("totalElements").asLong();
    }

    private JsonNode get(String user, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(30)).header("Authorization", "Basic " + Base64.getEncoder().encodeToString(
                        (user + ":cadenza").getBytes(StandardCharsets.UTF_8))).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
