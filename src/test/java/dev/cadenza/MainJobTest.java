package dev.cadenza;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.channel.EmbeddedMailServer;
import dev.cadenza.channel.ReceivedMail;
import dev.cadenza.testing.LiveTest;
import dev.cadenza.testing.Marketing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import org.springframework.core.env.Environment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.client.RestClient;

/** The main job with everything running by itself: from a CSV file to a reply that stops the sequence. */
@LiveTest
class MainJobTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String GRACE = "grace.hill@main-job.example";
    private static final String ALAN = "alan.moor@main-job.example";

    @Autowired
    Marketing marketing;
    @Autowired
    EmbeddedMailServer mail;
    @Autowired
    TaskService tasks;
    @Autowired
    Environment environment;

    @Test
    void aCampaignGoesFromACsvFileToReplies() {
        UUID list = imported("First name;Last name;E-Mail;Company\n"
                + "Grace;Hill;" + GRACE + ";Compilers\nAlan;Moor;" + ALAN + ";Machines\nNobody;;not an address;\n");
        UUID campaign = marketing.aCampaign().with("listId", list).with("reviewMode", "FIRST_STEP")
                .setting("sendWindowStart", "00:00").setting("sendWindowEnd", "23:59:59")
                .setting("sendDays", List.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY",
                        "SUNDAY"))
                .mail("Hello {{firstName}}", "<p>How is {{company}}?</p>").delay("PT12S")
                .mail("And, {{firstName}}?", "<p>Any thoughts?</p>").launched();

        approveAll(campaign);
        ReceivedMail first = await().atMost(PATIENCE).until(() -> newest(GRACE), found -> found != null);
        assertThat(first.subject()).isEqualTo("Hello Grace");
        reply(first);

        await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(stats(campaign).at("/outcomes/REPLIED").asInt()).isEqualTo(1));
        await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(campaign(campaign).get("status").asText()).isEqualTo("COMPLETED"));
        assertThat(mail.mails(ALAN, 0, 10)).extracting(ReceivedMail::subject)
                .containsExactlyInAnyOrder("Hello Alan", "And, Alan?");
        assertThat(mail.mails(GRACE, 0, 10)).extracting(ReceivedMail::subject).containsExactly("Hello Grace");
        assertThat(stats(campaign).get("enrolled").asInt()).isEqualTo(2);
        assertThat(conversation(GRACE)).containsExactly("OUTBOUND", "INBOUND");
    }

    private UUID imported(String csv) {
        LinkedMultiValueMap<String, Object> parts = new LinkedMultiValueMap<>();
        parts.add("file", new ByteArrayResource(csv.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public String getFilename() {
                return "people.csv";
            }
        });
        parts.add("newListName", "Main job");
        JsonNode started = RestClient.create("http://localhost:" + environment.getProperty("local.server.port")).post()
                .uri("/api/v1/imports").headers(headers -> headers.setBasicAuth("admin@cadenza.test",
                        "correct-horse-battery"))
                .contentType(MediaType.MULTIPART_FORM_DATA).body(parts).retrieve().body(JsonNode.class);
        String path = "/api/v1/imports/" + started.get("id").asText();
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode batch = marketing.get(path).body();
            assertThat(batch.get("status").asText()).isEqualTo("COMPLETED");
            assertThat(batch.get("rowsCreated").asInt()).isEqualTo(2);
            assertThat(batch.get("rowsRefused").asInt()).isEqualTo(1);
        });
        return UUID.fromString(marketing.get(path).body().get("listId").asText());
    }

    private void approveAll(UUID campaign) {
        Task review = await().atMost(PATIENCE).until(() -> tasks.createTaskQuery()
                .processDefinitionKey("campaign-" + campaign).singleResult(), task -> task != null);
        JsonNode draft = expect(200, marketing.get("/api/v1/drafts?taskId=" + review.getId())).body().at("/content/0");
        expect(200, marketing.post("/api/v1/drafts/approve-rest", Map.of("cohortId", draft.get("cohortId").asText(),
                "stepId", draft.get("stepId").asText())));
        tasks.complete(review.getId());
    }

    private void reply(ReceivedMail question) {
        String raw = new String(mail.raw(question.id()).orElseThrow(), StandardCharsets.UTF_8);
        String messageId = header(raw, "Message-ID");
        mail.deliver("replies@cadenza.test", ("From: " + GRACE + "\r\nTo: replies@cadenza.test\r\nSubject: Re: "
                + question.subject() + "\r\nMessage-ID: <answer-" + UUID.randomUUID() + "@main-job.example>\r\n"
                + "In-Reply-To: " + messageId + "\r\n\r\nWell, thank you.\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String header(String raw, String name) {
        return raw.lines().filter(line -> line.startsWith(name + ": ")).findFirst().orElseThrow()
                .substring(name.length() + 2);
    }

    private ReceivedMail newest(String address) {
        return mail.mails(address, 0, 1).stream().findFirst().orElse(null);
    }

    private List<String> conversation(String address) {
        UUID lead = UUID.fromString(marketing.get("/api/v1/leads?q=" + address).body().at("/content/0/id").asText());
        JsonNode messages = marketing.get("/api/v1/leads/" + lead + "/messages").body().get("content");
        return StreamSupport.stream(messages.spliterator(), false)
                .map(message -> message.get("direction").asText())
                .sorted(Comparator.reverseOrder()).toList();
    }

    private JsonNode stats(UUID campaign) {
        return marketing.get("/api/v1/campaigns/" + campaign + "/stats").body();
    }

    private JsonNode campaign(UUID campaign) {
        return marketing.get("/api/v1/campaigns/" + campaign).body();
    }
}
