package dev.cadenza.browser;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cadenza.testing.LiveTest;
import dev.cadenza.testing.Marketing;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A marketer sees in Tasklist who wrote a draft and from what, and has it written again. */
@LiveTest
@Tag("browser")
class WriteAgainBrowserTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Autowired
    Marketing marketing;
    @Autowired
    TaskService tasks;
    @LocalServerPort
    int port;

    @Test
    void aMarketerHasADraftWrittenAgain() {
        Marketer marketer = Marketer.named("Wanda", marketing, port);
        UUID campaign = marketing.aCampaign().to(marketing.leads(2)).with("reviewMode", "FIRST_STEP")
                .mail("Hello {{firstName}}", "<p>How is {{company}}?</p>").written();
        expect(202, marketing.post("/api/v1/campaigns/" + campaign + "/generate", Map.of("writer", "TEMPLATE")));
        await().atMost(PATIENCE).until(() -> marketing.get("/api/v1/campaigns/" + campaign).body().get("status").asText()
                .equals("READY"));
        expect(202, marketing.post("/api/v1/campaigns/" + campaign + "/launch", null));
        Task task = await().atMost(PATIENCE).until(() -> tasks.createTaskQuery()
                .processDefinitionKey("campaign-" + campaign).singleResult(), found -> found != null);

        var edited = marketing.get("/api/v1/campaigns/" + campaign + "/drafts?q=First0").body().get("content").get(0);
        expect(200, marketing.patch("/api/v1/drafts/" + edited.get("id").asText(), Map.of("editedBody", "<p>By hand</p>",
                "version", edited.get("version").asInt())));

        try (Browser browser = marketer.claims(task)) {
            browser.click(".rd-item", "First0 ");
            browser.see(".rd-lead strong", "First0 ");
            browser.see(".rd-writer", "written from the template");
            browser.see(".rd-lead .rd-mark", "edited");

            browser.click("button", "Write again…");
            browser.type(".rd-remark", "Mention the fair");
            browser.keep("review-form-write-again");
            browser.click("[aria-label='Write this draft again'] button", "Write again");
            browser.click(".rd-used summary");
            browser.see(".rd-used", "Mention the fair");
            browser.see(".rd-used", "can't follow remarks");
            browser.keep("review-form-written-again");
        }

        var draft = marketing.get("/api/v1/campaigns/" + campaign + "/drafts?q=First0").body().get("content").get(0);
        assertThat(draft.get("edited").asBoolean()).isFalse();
        assertThat(draft.get("excerpt").asText()).isEqualTo("How is Company 0?");
    }
}
