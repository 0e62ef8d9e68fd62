package dev.cadenza.browser;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cadenza.testing.LiveTest;
import dev.cadenza.testing.Marketing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** The console at {@code /}: what people of each role see, on a desk and on a phone. */
@LiveTest
@Tag("browser")
class ConsoleBrowserTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PASSWORD = "a-long-enough-password";
    private static final String HOSTILE = "<img src=x onerror=\"window.owned=1\"><script>window.owned=1</script>";
    private static final List<String> TABS = List.of("campaigns", "workflows", "numbers", "imports", "outbox");

    @Autowired
    Marketing marketing;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TaskService tasks;
    @LocalServerPort
    int port;

    String page;
    String name;
    UUID campaign;

    @BeforeEach
    void aCampaignThatHasSentItsFirstMail() {
        page = "http://localhost:" + port + "/";
        name = "Spring " + UUID.randomUUID() + " " + HOSTILE;
        campaign = marketing.aCampaign().to(marketing.leads(4)).with("name", name)
                .setting("sendWindowStart", "00:00").setting("sendWindowEnd", "23:59:59")
                .setting("sendDays", List.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY",
                        "SUNDAY"))
                .mail("Hello {{firstName}}", "<p>How is {{company}}?</p>").delay("P3D")
                .mail("And?", "<p>Any thoughts?</p>").launched();
        await().atMost(PATIENCE).until(() -> jdbc.queryForObject("select count(*) from message where owner_id = ?"
                + " and state = 'SENT'", Long.class, campaign) == 4);
    }

    @Test
    void aMarketerSeesACampaignMove() {
        String marketer = somebody("MARKETER");
        try (Browser browser = new Browser()) {
            browser.screen(1280, 900, false);
            browser.open(page);
            browser.type("#email", marketer);
            browser.type("#password", "not-the-password");
            browser.click("button[type=submit]");
            browser.see("#wrong", "wrong");
            browser.complaints();
            browser.type("#password", PASSWORD);
            browser.click("button[type=submit]");

            browser.see("#c-" + campaign + " h2", name);
            browser.see("#c-" + campaign, "Messages sent, 4 of 4");
            browser.click("#c-" + campaign + " a");
            browser.see(".diagram .at", "4 sent");
            browser.see(".diagram .at", "4 here");
            browser.see(".bjs-powered-by");
            browser.see("td", "1. ");

            jdbc.update("update message set opened_at = sent_at, replied_at = sent_at where owner_id = ?"
                    + " and id = (select min(id::text)::uuid from message where owner_id = ? and state = 'SENT')",
                    campaign, campaign);
            browser.see(".diagram .at", "1 opened");
            browser.see(".tile", "25 % of sent");

            browser.click(".actions button", "Pause");
            browser.see(".head .status", "paused");
            browser.click(".actions button", "Resume");
            browser.see(".head .status", "running");

            browser.open("about:blank");
            browser.open(page);
            browser.see("#c-" + campaign + " h2", name);
            assertThat(browser.script("return window.owned === undefined")).isEqualTo(true);
            assertThat(browser.complaints().stream().filter(words -> !words.contains("/refresh"))).isEmpty();
            browser.click("#leave");
            browser.see("#email");
            browser.open("about:blank");
            browser.open(page + "#/campaigns/" + campaign);
            browser.see("#email");
        }
    }

    @Test
    void anAnalystLooksOnAndFindsTheProcessInCockpit() {
        String analyst = somebody("ANALYST");
        try (Browser browser = new Browser()) {
            signIn(browser, analyst, 1280, false);
            browser.open(page + "#/campaigns/" + campaign);
            browser.see(".diagram .at", "4 sent");
            assertThat(browser.shown(".actions button")).isEmpty();
            String cockpit = browser.see(".links a", "Its instances in Cockpit").getDomAttribute("href");
            assertThat(cockpit).contains("/process-definition/" + jdbc.queryForObject(
                    "select process_definition_id from journey where owner_id = ?", String.class, campaign));

            browser.signIn("http://localhost:" + port + "/camunda/app/cockpit/default/", analyst, PASSWORD);
            browser.open(page + cockpit);
            browser.see("body", "campaign-" + campaign);

            browser.open(page);
            browser.see("main h1", "Campaigns");
            browser.click("#leave");
            signIn(browser, analyst, 1280, false);
        }
    }

    @Test
    void whatWaitsForAMarketerIsOneClickFromTasklist() {
        UUID reviewed = marketing.aCampaign().to(marketing.leads(1)).with("reviewMode", "FIRST_STEP")
                .mail("Hello", "<p>Hello</p>").launched();
        try (Browser browser = new Browser()) {
            signIn(browser, somebody("MARKETER"), 1280, false);
            browser.open(page + "#/campaigns/" + reviewed);
            String tasklist = browser.see(".todo a", "Review drafts").getDomAttribute("href");
            Task task = tasks.createTaskQuery().processDefinitionKey("campaign-" + reviewed).singleResult();
            assertThat(tasklist).isEqualTo("camunda/app/tasklist/default/#/?task=" + task.getId());
            assertThat(browser.shown(".links a")).as("Cockpit is not for marketers").isEmpty();
        }
    }

    @Test
    void aWorkflowShowsItsProcessAndWhoIsInside() {
        String drawn = "Drawn " + UUID.randomUUID() + " " + HOSTILE;
        UUID workflow = expect(201, marketing.post("/api/v1/workflows", Map.of("name", drawn, "graph", Map.of(
                "nodes", List.of(node("in", "trigger", 0, Map.of("triggerType", "manual")),
                        node("rest", "delay", 240, Map.of("label", "A day", "duration", "P1D")),
                        node("end", "end", 480, Map.of("label", "Over"))),
                "edges", List.of(Map.of("id", "1", "source", "in", "target", "rest"),
                        Map.of("id", "2", "source", "rest", "target", "end")))))).id();
        expect(200, marketing.post("/api/v1/workflows/" + workflow + "/activate", null));
        List<UUID> leads = marketing.leads(2);
        expect(200, marketing.post("/api/v1/workflows/" + workflow + "/enter", Map.of("leadIds", leads)));
        try (Browser browser = new Browser()) {
            signIn(browser, somebody("MARKETER"), 1280, false);
            browser.click("#tabs a[href='#/workflows']");
            browser.see("#w-" + workflow + " h2", drawn);
            browser.click("#w-" + workflow + " a");
            browser.see(".tile", "Leads inside");
            browser.see(".diagram .djs-element[data-element-id=rest]");
            browser.see("td", jdbc.queryForObject("select email from lead where id = ?", String.class, leads.get(0)));
            browser.see("td", "A day");

            browser.click(".actions button", "Deactivate");
            browser.click("dialog button", "Yes");
            browser.see(".head .status", "inactive");
            assertThat(browser.script("return window.owned === undefined")).isEqualTo(true);
            assertThat(browser.complaints().stream().filter(words -> !words.contains("/refresh"))).isEmpty();
        }
    }

    @Test
    void earlierImportsStandOnFurtherPages() {
        String batch = UUID.randomUUID().toString();
        jdbc.update("insert into import_batch (id, file_name, status, source, file_bytes, encoding, delimiter, header_row,"
                + " columns, mapping, data_position, position, row_number, created_at, finished_at)"
                + " select gen_random_uuid(), ? || ' ' || n || '.csv', 'COMPLETED', 'csv', 6, 'UTF-8', ',', 1,"
                + " '[\"Email\"]', '[\"email\"]', 6, 6, 1, timestamptz '2999-01-01' - n * interval '1 day', now()"
                + " from generate_series(1, 21) n", batch);
        try (Browser browser = new Browser()) {
            signIn(browser, somebody("ANALYST"), 1280, false);
            browser.click("#tabs a[href='#/imports']");
            browser.see(".card h2", batch + " 20.csv");
            browser.see(".pages", "Page 1 of");
            browser.click(".pages button", "Older");
            browser.see(".card h2", batch + " 21.csv");
            browser.see(".pages", "Page 2 of");
            browser.click(".pages button", "Newer");
            browser.see(".card h2", batch + " 1.csv");
        } finally {
            jdbc.update("delete from import_batch where file_name like ? || ' %'", batch);
        }
    }

    private static Map<String, Object> node(String id, String type, int x, Map<String, Object> data) {
        return Map.of("id", id, "type", type, "position", Map.of("x", x, "y", 0), "data", data);
    }

    @Test
    void onAPhoneNothingIsWiderThanTheScreen() {
        String administrator = somebody("ADMINISTRATOR");
        try (Browser browser = new Browser()) {
            signIn(browser, administrator, 390, true);
            for (String tab : TABS) {
                browser.click("#tabs a[href='#/" + tab + "']");
                browser.see("#tabs a[href='#/" + tab + "'][aria-current=page]");
                browser.see("main h1");
                assertThat(browser.script("return document.documentElement.scrollWidth <= innerWidth")).as(tab)
                        .isEqualTo(true);
            }
            browser.open(page + "#/campaigns/" + campaign);
            browser.see(".diagram .at", "4 sent");
            assertThat(browser.script("return document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
            assertThat(browser.script("return window.owned === undefined")).isEqualTo(true);
        }
    }

    @Test
    void everythingThatCanBePressedHasANameAndIsReachedByTheKeyboard() {
        try (Browser browser = new Browser()) {
            signIn(browser, somebody("ADMINISTRATOR"), 1280, false);
            for (String place : List.of("campaigns", "campaigns/" + campaign, "numbers", "imports", "outbox")) {
                browser.open(page + "#/" + place);
                browser.see("main h1");
                assertThat(browser.script("return [...document.querySelectorAll('button, a[href], input, select')]"
                        + ".filter(e => e.tabIndex < 0 || !(e.getAttribute('aria-label') || e.title || e.textContent"
                        + ".trim() || e.labels?.length)).map(e => e.outerHTML)")).as(place).isEqualTo(List.of());
            }
        }
    }

    private String somebody(String role) {
        String email = role.toLowerCase() + "-" + UUID.randomUUID() + "@cadenza.test";
        expect(201, marketing.post("/api/v1/users", Map.of("email", email, "password", PASSWORD, "role", role)));
        return email;
    }

    private void signIn(Browser browser, String who, int width, boolean dark) {
        browser.screen(width, 900, dark);
        browser.open(page);
        browser.type("#email", who);
        browser.type("#password", PASSWORD);
        browser.click("button[type=submit]");
        browser.see("#tabs a[aria-current=page]", "Campaigns");
        browser.see("main h1", "Campaigns");
    }
}
