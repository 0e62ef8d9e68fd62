package dev.cadenza.privacy;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.channel.EmbeddedMailServer;
import dev.cadenza.channel.ReceivedMail;
import dev.cadenza.testing.LiveTest;
import dev.cadenza.testing.Marketing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.client.RestClient;

/** The main job, with failures of every sort, leaves nothing in the logs that tells whom it was about. */
@LiveTest
class LogsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String DOMAIN = "logged-nowhere.example";

    @Autowired
    Marketing marketing;
    @Autowired
    EmbeddedMailServer mail;
    @Autowired
    Environment environment;

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> everything = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLoggerName() + ": " + event.getFormattedMessage());
            for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                lines.add(cause.getClassName() + ": " + cause.getMessage());
            }
        }
    };

    @BeforeEach
    void listen() {
        everything.start();
        root().addAppender(everything);
    }

    @AfterEach
    void noLonger() {
        root().detachAppender(everything);
    }

    @Test
    void theLogsKnowNobody() {
        UUID list = imported("First name,Email,Phone\nZebedee,zebedee@" + DOMAIN + ",\nYolanda,yolanda@" + DOMAIN
                + ",\nNobody,not an address of " + DOMAIN + ",not a number\n");
        UUID campaign = marketing.aCampaign().with("listId", list).setting("sendWindowStart", "00:00")
                .setting("sendWindowEnd", "23:59:59").setting("sendDays", List.of("MONDAY", "TUESDAY", "WEDNESDAY",
                        "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"))
                .mail("Hello {{firstName}}", "<p>Dear Zebedee or so</p>").launched();
        await().atMost(PATIENCE).until(() -> mail.count("zebedee@" + DOMAIN) + mail.count("yolanda@" + DOMAIN) == 2);

        ReceivedMail received = mail.mails("zebedee@" + DOMAIN, 0, 1).get(0);
        mail.deliver("replies@cadenza.test", ("From: zebedee@" + DOMAIN + "\r\nSubject: Re\r\nMessage-ID: <"
                + UUID.randomUUID() + "@" + DOMAIN + ">\r\nIn-Reply-To: " + header(received) + "\r\n\r\nNo.\r\n")
                .getBytes(StandardCharsets.UTF_8));
        mail.deliver("replies@cadenza.test", ("From: stranger@" + DOMAIN + "\r\nContent-Type: multipart/mixed;"
                + " boundary=\"\r\n\r\n\u0000broken").getBytes(StandardCharsets.UTF_8));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(marketing.get("/api/v1/campaigns/" + campaign + "/stats")
                .body().at("/outcomes/REPLIED").asInt()).isEqualTo(1));
        await().atMost(PATIENCE).until(() -> marketing.get("/api/v1/inbound-mails?size=500").body().toString()
                .contains("stranger@" + DOMAIN));

        assertThat(marketing.post("/api/v1/leads", Map.of("email", "zebedee@" + DOMAIN)).status()).isEqualTo(409);
        marketing.post("/api/v1/auth/login", Map.of("email", "intruder@" + DOMAIN, "password", "secret-of-intruder"));
        UUID lead = UUID.fromString(marketing.get("/api/v1/leads?q=yolanda@" + DOMAIN).body().at("/content/0/id").asText());
        marketing.post("/api/v1/leads/" + lead + "/consents", Map.of("status", "WITHDRAWN", "evidence", "by yolanda"));
        UUID erasure = expect(202, marketing.post("/api/v1/erasures", Map.of("address", "yolanda@" + DOMAIN))).id();
        await().atMost(PATIENCE).until(() -> marketing.get("/api/v1/erasures/" + erasure).body().get("status").asText()
                .equals("DONE"));

        assertThat(lines).isNotEmpty();
        assertThat(lines).noneMatch(line -> line.toLowerCase().contains(DOMAIN) || line.contains("Zebedee")
                || line.contains("Yolanda") || line.contains("secret-of-intruder"));
    }

    private UUID imported(String csv) {
        LinkedMultiValueMap<String, Object> parts = new LinkedMultiValueMap<>();
        parts.add("file", new ByteArrayResource(csv.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public String getFilename() {
                return "people.csv";
            }
        });
        parts.add("newListName", "Logged nowhere");
        JsonNode started = RestClient.create("http://localhost:" + environment.getProperty("local.server.port")).post()
                .uri("/api/v1/imports").headers(headers -> headers.setBasicAuth("admin@cadenza.test",
                        "correct-horse-battery"))
                .contentType(MediaType.MULTIPART_FORM_DATA).body(parts).retrieve()
                .onStatus(HttpStatusCode::isError, (request, response) -> {
                    throw new AssertionError(new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8));
                }).body(JsonNode.class);
        String path = "/api/v1/imports/" + started.get("id").asText();
        await().atMost(PATIENCE).until(() -> marketing.get(path).body().get("status").asText()
                .equalsIgnoreCase("completed"));
        return UUID.fromString(marketing.get(path).body().get("listId").asText());
    }

    private String header(ReceivedMail received) {
        return new String(mail.raw(received.id()).orElseThrow(), StandardCharsets.UTF_8).lines()
                .filter(line -> line.startsWith("Message-ID: ")).findFirst().orElseThrow().substring(12);
    }

    private static Logger root() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        assertThat(root.getEffectiveLevel().isGreaterOrEqual(Level.DEBUG)).isTrue();
        return root;
    }
}
