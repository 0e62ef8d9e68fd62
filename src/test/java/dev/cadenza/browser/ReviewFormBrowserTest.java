package dev.cadenza.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.channel.EmbeddedMailServer;
import dev.cadenza.channel.ReceivedMail;
import dev.cadenza.testing.LiveTest;
import dev.cadenza.testing.Marketing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A marketer reviews the drafts of a cohort in Tasklist, and what was decided there is what happens. */
@LiveTest
@Tag("browser")
class ReviewFormBrowserTest {

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
    void aMarketerEditsRejectsAndApprovesFiveHundredDraftsInTasklist() {
        Marketer marketer = Marketer.named("Mira", marketing, port);
        List<UUID> leads = marketing.leads(500);
        UUID campaign = marketing.aCampaign().to(leads).with("reviewMode", "FIRST_STEP")
                .setting("sendWindowStart", "00:00").setting("sendWindowEnd", "23:59:59")
                .setting("sendDays", List.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY",
                        "SUNDAY"))
                .mail("Hello {{firstName}}", "<p>How is {{company}}?</p>").launched();
        Task task = await().atMost(PATIENCE).until(() -> tasks.createTaskQuery()
                .processDefinitionKey("campaign-" + campaign).singleResult(), found -> found != null);

        try (Browser browser = marketer.claims(task)) {
            browser.see(".rd-item", "First0 ");
            browser.see(".rd-tabs button", "To decide 500");
            browser.click("[aria-label='Next page']");
            browser.see(".rd-pager", "26–50 of 500");
            browser.see(".rd-item", "First30 ");
            assertThat(browser.shown(".rd-item")).as("drafts that the browser has to show").hasSize(25);
            browser.click("[aria-label='Previous page']");

            browser.click(".rd-item", "First1 ");
            browser.see(".rd-lead strong", "First1 ");
            browser.click("button", "Edit HTML");
            browser.type(".rd-html", "<script>x</script>");
            browser.click("button", "Save and approve");
            browser.see(".rd-note.rd-bad", "The body is empty.");
            assertThat(browser.shown(".alert")).as("banners of Tasklist").isEmpty();
            browser.type(".rd-html", "<p>By hand, for First1</p>");
            browser.click("button", "Save and approve");
            browser.see(".rd-tabs button", "To decide 499");

            browser.type(".rd-search", "First2 Last");
            browser.see(".rd-lead strong", "First2 ");
            browser.click("button", "Reject…");
            browser.type(".rd-reason", "A friend");
            browser.click("[aria-label='Reject this draft'] button", "Reject");
            browser.see(".rd-tabs button", "To decide 498");

            browser.click("button", "Complete");
            browser.see(".rd-note.rd-bad", "498 drafts are still undecided");

            browser.click("button", "Approve all the rest");
            browser.see("[role=alertdialog]", "Approve 498 drafts");
            browser.click("button", "Approve them");
            browser.see(".rd-note.rd-good", "Every draft is decided");
            browser.keep("review-form");
            browser.click("button", "Complete");

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(tasks.createTaskQuery().taskId(task.getId()).count())
                    .isZero());
        }

        Map<String, JsonNode> drafts = drafts(campaign);
        assertThat(drafts).hasSize(500);
        assertThat(drafts.get("First2").get("status").asText()).isEqualTo("REJECTED");
        assertThat(drafts.get("First2").get("decidedBy").asText()).isEqualTo(marketer.email());
        assertThat(drafts.get("First2").get("rejectionReason").asText()).isEqualTo("A friend");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(List.of("First0", "First1", "First499"))
                .allSatisfy(name -> assertThat(received(drafts.get(name))).hasSize(1)));
        assertThat(received(drafts.get("First1")).get(0)).contains("By hand, for First1").doesNotContain("How is");
        assertThat(received(drafts.get("First0")).get(0)).contains("How is Company 0?");
        assertThat(received(drafts.get("First2"))).isEmpty();
    }

    private Map<String, JsonNode> drafts(UUID campaign) {
        Map<String, JsonNode> drafts = new TreeMap<>();
        for (JsonNode draft : marketing.get("/api/v1/campaigns/" + campaign + "/drafts?size=500").body().get("content")) {
            drafts.put(draft.at("/lead/name").asText().split(" ")[0], draft);
        }
        return drafts;
    }

    private List<String> received(JsonNode draft) {
        return mail.mails(draft.at("/lead/email").asText(), 0, 10).stream().map(ReceivedMail::id)
                .map(id -> new String(mail.raw(id).orElseThrow(), java.nio.charset.StandardCharsets.UTF_8)).toList();
    }
}
