package dev.cadenza.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.channel.EmbeddedMailServer;
import dev.cadenza.channel.ReceivedMail;
import dev.cadenza.testing.LiveTest;
import dev.cadenza.testing.Marketing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Somebody writes, a marketer reads it in Tasklist and answers there. */
@LiveTest
@Tag("browser")
class AnswerFormBrowserTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Autowired
    Marketing marketing;
    @Autowired
    TaskService tasks;
    @Autowired
    EmbeddedMailServer mail;
    @LocalServerPort
    int port;

    @Test
    void aMarketerAnswersAMailInTasklist() {
        Marketer marketer = Marketer.named("Nora", marketing, port);
        marketing.aSender();
        String asker = "asker-" + UUID.randomUUID() + "@ladders.example";
        mail.deliver("replies@cadenza.test", ("From: Ada Lovelace <" + asker + ">\r\nTo: replies@cadenza.test\r\n"
                + "Subject: Ladders\r\nMessage-ID: <question-" + UUID.randomUUID() + "@ladders.example>\r\n\r\n"
                + "How much is a ladder of wood?\r\n").getBytes(StandardCharsets.UTF_8));
        JsonNode conversation = await().atMost(PATIENCE).until(() -> marketing.get("/api/v1/conversations?q=" + asker)
                .body().at("/content/0"), found -> !found.isMissingNode());
        Task task = await().atMost(PATIENCE).until(() -> tasks.createTaskQuery()
                .processInstanceBusinessKey(conversation.get("id").asText()).singleResult(), found -> found != null);

        try (Browser browser = marketer.claims(task)) {
            browser.see(".ar-thread .INBOUND", "How much is a ladder of wood?");

            browser.click("button", "Complete");
            browser.see(".ar-note.ar-bad", "Write an answer");

            browser.type(".ar-text", "Ninety, and it comes by bicycle.");
            browser.keep("answer-form");
            browser.click("button", "Complete");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(tasks.createTaskQuery().taskId(task.getId()).count())
                    .isZero());
        }

        List<ReceivedMail> answers = await().atMost(PATIENCE).until(() -> mail.mails(asker, 0, 10),
                found -> !found.isEmpty());
        assertThat(answers).singleElement().satisfies(answer -> assertThat(answer.subject()).isEqualTo("Re: Ladders"));
        String raw = new String(mail.raw(answers.get(0).id()).orElseThrow(), StandardCharsets.UTF_8);
        assertThat(raw).contains("In-Reply-To: <question-").contains("Ninety, and it comes by bicycle.");
    }
}
