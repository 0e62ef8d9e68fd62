package dev.cadenza.browser;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cadenza.journey.Passages;
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

/** A workflow asks a person about a lead; a marketer decides in Tasklist. */
@LiveTest
@Tag("browser")
class HumanTaskBrowserTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Autowired
    Marketing marketing;
    @Autowired
    Passages passages;
    @Autowired
    TaskService tasks;
    @LocalServerPort
    int port;

    @Test
    void aMarketerFillsInAWorkflowsTaskInTasklist() {
        Marketer marketer = Marketer.named("Tina", marketing, port);
        UUID lead = expect(201, marketing.post("/api/v1/leads", Map.of("email", "ada-" + UUID.randomUUID()
                + "@ladders.example", "firstName", "<img src=x onerror=alert(1)>", "lastName", "{{7*7}}"))).id();
        String definition = passages.aTaskFor(lead);
        Task task = await().atMost(PATIENCE).until(() -> tasks.createTaskQuery().processDefinitionId(definition)
                .singleResult(), found -> found != null);

        try (Browser browser = marketer.claims(task)) {
            browser.see(".ht-lead", "<img src=x onerror=alert(1)> {{7*7}}");
            browser.see(".ht-instructions", "<b>now</b>");

            browser.click("label", "Interested");
            browser.click("button", "Complete");
            browser.see(".ht-note", "Some fields need another value");

            browser.type("input[type=number].ht-input", "1200");
            browser.keep("human-task-form");
            browser.click("button", "Complete");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(tasks.createTaskQuery().taskId(task.getId()).count())
                    .isZero());
        }

        assertThat(passages.answers(lead)).isEqualTo("0 {\"budget\": 1200}");
    }
}
