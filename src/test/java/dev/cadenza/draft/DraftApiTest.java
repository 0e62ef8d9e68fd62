package dev.cadenza.draft;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.lead.LeadProfiles;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;

@CadenzaTest
class DraftApiTest {

    @Autowired
    TestRestTemplate http;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    Drafts drafts;

    @Autowired
    LeadProfiles leads;

    @Autowired
    TaskService tasks;

    @Autowired
    TestClock clock;

    private final UUID campaign = UUID.randomUUID();
    private final UUID cohort = UUID.randomUUID();
    private DraftHttp api;

    @BeforeEach
    void signIn() {
        api = new DraftHttp(http);
    }

    @Test
    void draftsAreListedWithTheirLeads() {
        List<UUID> ids = write("For {{company}}", "<p>Dear {{firstName}}, hello</p>", "Ada", "Bob", "Cleo");
        JsonNode page = api.get("/drafts?cohortId=" + cohort + "&stepId=send-1&page=0&size=2").getBody();
        assertThat(page.get("totalElements").asInt()).isEqualTo(3);
        assertThat(page.get("content")).hasSize(2);
        JsonNode first = page.get("content").get(0);
        assertThat(first.get("id").asText()).isEqualTo(ids.get(0).toString());
        assertThat(first.get("lead").get("name").asText()).isEqualTo("Ada Lovelace");
        assertThat(first.get("lead").get("company").asText()).isEqualTo("ACME");
        assertThat(first.get("lead").get("email").asText()).endsWith("@acme.example");
        assertThat(first.get("subject").asText()).isEqualTo("For ACME");
        assertThat(first.get("excerpt").asText()).isEqualTo("Dear Ada, hello");
        assertThat(first.get("status").asText()).isEqualTo("DRAFT");
        assertThat(first.has("body")).isFalse();
        JsonNode whole = api.get("/drafts/" + ids.get(0)).getBody();
        assertThat(whole.get("generatedBody").asText()).isEqualTo("<p>Dear Ada, hello</p>");
        assertThat(whole.get("body").asText()).isEqualTo("<p>Dear Ada, hello</p>");
        assertThat(api.get("/drafts?campaignId=" + campaign).getBody().get("totalElements").asInt()).isEqualTo(3);
    }

    @Test
    void searchLooksAtLeadSubjectAndText() {
        write("For {{company}}", "<p class=\"zebra\">Dear {{firstName}}, R&D it's</p>", "Ada", "Bob");
        assertThat(found("ada love")).isEqualTo(1);
        assertThat(found("dear bob")).isEqualTo(1);
        assertThat(found("for acme")).isEqualTo(2);
        assertThat(found("R&D it's")).isEqualTo(2);
        assertThat(found("zebra")).isZero();
        assertThat(found("%")).isZero();
        assertThat(found("@acme.example")).isEqualTo(2);
    }

    @Test
    void badFiltersAreNamed() {
        assertThat(DraftHttp.errors(api.get("/drafts?status=NONSENSE"))).containsExactly("status invalid");
        assertThat(DraftHttp.errors(api.get("/drafts?cohortId=x"))).containsExactly("cohortId invalid");
        assertThat(DraftHttp.errors(api.get("/drafts?taskId=none"))).containsExactly("taskId unknown");
        assertThat(DraftHttp.errors(api.get("/drafts?q={q}", "a\u0000b"))).containsExactly("q invalid");
        assertThat(DraftHttp.errors(api.get("/drafts?size=0"))).containsExactly("size out-of-range");
        assertThat(api.get("/drafts/" + UUID.randomUUID()).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(api.get("/drafts/counts").getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(http.getForEntity("/api/v1/drafts", String.class).getStatusCode())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void aTaskLeadsToItsDrafts() {
        write("s", "b", "Ada", "Bob");
        Task task = tasks.newTask();
        tasks.saveTask(task);
        tasks.setVariablesLocal(task.getId(), Map.of("reviewCohort", cohort.toString(), "reviewStep", "send-1"));
        assertThat(api.get("/drafts?taskId=" + task.getId()).getBody().get("totalElements").asInt()).isEqualTo(2);
        tasks.deleteTask(task.getId(), true);
    }

    @Test
    void anEditStandsBesideTheGeneratedTextAndIsMadeSafe() {
        UUID id = write("For {{company}}", "<p>Dear {{firstName}}</p>", "Ada").get(0);
        JsonNode edited = api.patch("/drafts/" + id, Map.of("editedSubject", "  Better  ",
                "editedBody", "<p>Mine<img src=x onerror=alert(1)></p><script>alert(2)</script>", "version",
                0)).getBody();
        assertThat(edited.get("generatedSubject").asText()).isEqualTo("For ACME");
        assertThat(edited.get("editedSubject").asText()).isEqualTo("Better");
        assertThat(edited.get("generatedBody").asText()).isEqualTo("<p>Dear Ada</p>");
        assertThat(edited.get("editedBody").asText()).doesNotContain("onerror", "script");
        assertThat(edited.get("edited").asBoolean()).isTrue();
        assertThat(edited.get("version").asInt()).isEqualTo(1);
        JsonNode back = api.patch("/drafts/" + id, Map.of("editedSubject", "For ACME", "editedBody", "<p>Dear Ada</p>",
                "version", 1)).getBody();
        assertThat(back.get("edited").asBoolean()).isFalse();
    }

    @Test
    void badEditsChangeNothing() {
        UUID id = write("s", "<p>b</p>", "Ada").get(0);
        JsonNode before = api.get("/drafts/" + id).getBody();
        assertThat(DraftHttp.errors(api.patch("/drafts/" + id, Map.of("editedSubject",
                "x")))).containsExactly("version required");
        assertThat(DraftHttp.errors(api.patch("/drafts/" + id, Map.of("version",
                0)))).containsExactly("editedBody required");
        assertThat(DraftHttp.errors(api.patch("/drafts/" + id, Map.of("version", 0, "editedSubject", " "))))
                .containsExactly("editedSubject required");
        assertThat(DraftHttp.errors(api.patch("/drafts/" + id, Map.of("version", 0, "editedSubject", "a\r\nBcc: x"))))
                .containsExactly("editedSubject line-break");
        assertThat(DraftHttp.errors(api.patch("/drafts/" + id, Map.of("version", 0, "editedSubject", "x".repeat(501),
                "editedBody", "<script>x</script>"))))
                .containsExactlyInAnyOrder("editedSubject too-long", "editedBody required");
        assertThat(DraftHttp.errors(api.patch("/drafts/" + id, Map.of("version", 0, "editedBody", "a\u0000"))))
                .containsExactly("editedBody invalid");
        assertThat(DraftHttp.errors(api.patch("/drafts/" + id, Map.of("version",
                "x")))).containsExactly("version invalid");
        assertThat(api.patch("/drafts/" + id, Map.of("version", 7, "editedSubject", "x")).getStatusCode())
                .isEqualTo(HttpStatus.CONFLICT);
        assertThat(api.patch("/drafts/" + UUID.randomUUID(), Map.of("version", 7, "editedSubject",
                "x")).getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(api.get("/drafts/" + id).getBody()).isEqualTo(before);
    }

    @Test
    void editingAnApprovedDraftMakesItUndecidedAndItsFirstApprovalCounts() {
        UUID id = write("s", "<p>b</p>", "Ada").get(0);
        JsonNode approved = api.post("/drafts/" + id + "/approve", Map.of("version", 0)).getBody();
        assertThat(approved.get("status").asText()).isEqualTo("APPROVED");
        assertThat(approved.get("decidedBy").asText()).isNotBlank();
        clock.advance(Duration.ofMinutes(5));
        JsonNode edited = api.patch("/drafts/" + id, Map.of("version", 1, "editedBody", "new")).getBody();
        assertThat(edited.get("status").asText()).isEqualTo("DRAFT");
        assertThat(edited.has("decidedBy")).isFalse();
        assertThat(api.post("/drafts/" + id + "/approve", Map.of("version", 1)).getStatusCode())
                .isEqualTo(HttpStatus.CONFLICT);
        JsonNode again = api.post("/drafts/" + id + "/approve", Map.of("version", 2)).getBody();
        assertThat(again.get("status").asText()).isEqualTo("APPROVED");
        assertThat(again.get("approvedAt")).isEqualTo(approved.get("approvedAt"));
    }

    @Test
    void approvingTwiceCountsOnceAndAStaleApprovalIsRefused() {
        UUID id = write("s", "<p>b</p>", "Ada").get(0);
        JsonNode once = api.post("/drafts/" + id + "/approve", Map.of("version", 0)).getBody();
        ResponseEntity<JsonNode> twice = api.post("/drafts/" + id + "/approve", Map.of("version", 0));
        assertThat(twice.getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(twice.getBody()).isEqualTo(once);
        api.patch("/drafts/" + id, Map.of("version", 1, "editedBody", "other"));
        api.post("/drafts/" + id + "/approve", Map.of("version", 2));
        assertThat(api.post("/drafts/" + id + "/approve", Map.of("version", 0)).getStatusCode())
                .isEqualTo(HttpStatus.CONFLICT);
    }

    @Test
    void approvalsAtTheSameTimeCountOnce() throws Exception {
        UUID id = write("s", "<p>b</p>", "Ada").get(0);
        Callable<Integer> approve = () ->
                api.post("/drafts/" + id + "/approve", Map.of("version", 0)).getStatusCode().value();
        Callable<Integer> rest = () -> api.post("/drafts/approve-rest",
                Map.of("cohortId", cohort, "stepId", "send-1")).getStatusCode().value();
        assertThat(atOnce(approve, approve, rest, approve, rest)).allMatch(status -> status == 200 || status == 409);
        JsonNode draft = api.get("/drafts/" + id).getBody();
        assertThat(draft.get("status").asText()).isEqualTo("APPROVED");
        assertThat(draft.get("version").asInt()).isEqualTo(1);
    }

    @Test
    void anEditAndAnApprovalAtTheSameTimeNeverApproveTheUnread() throws Exception {
        for (UUID id : write("s", "<p>b</p>", "A", "B", "C", "D", "E", "F")) {
            atOnce(() -> api.post("/drafts/" + id + "/approve", Map.of("version", 0)).getStatusCode().value(),
                    () -> api.patch("/drafts/" + id, Map.of("version", 0, "editedBody",
                            "changed")).getStatusCode().value());
            JsonNode draft = api.get("/drafts/" + id).getBody();
            assertThat(draft.get("status").asText() + draft.get("edited").asBoolean()).isIn("APPROVEDfalse",
                    "DRAFTtrue");
        }
    }

    @Test
    void rejectedDraftsCanBeReopened() {
        UUID id = write("s", "<p>b</p>", "Ada").get(0);
        JsonNode rejected = api.post("/drafts/" + id + "/reject", Map.of("version", 0, "reason",
                " too pushy ")).getBody();
        assertThat(rejected.get("status").asText()).isEqualTo("REJECTED");
        assertThat(rejected.get("rejectionReason").asText()).isEqualTo("too pushy");
        assertThat(api.post("/drafts/" + id + "/approve", Map.of("version",
                1)).getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
        assertThat(api.patch("/drafts/" + id, Map.of("version", 1, "editedBody", "x")).getStatusCode())
                .isEqualTo(HttpStatus.CONFLICT);
        JsonNode reopened = api.post("/drafts/" + id + "/reopen", Map.of("version", 1)).getBody();
        assertThat(reopened.get("status").asText()).isEqualTo("DRAFT");
        assertThat(reopened.has("rejectionReason")).isFalse();
        assertThat(DraftHttp.errors(api.post("/drafts/" + id + "/reject", Map.of("reason", "x".repeat(1_001), "version",
                2))))
                .containsExactly("reason too-long");
        assertThat(DraftHttp.errors(api.post("/drafts/" + id + "/approve",
                Map.of()))).containsExactly("version required");
    }

    @Test
    void aDraftThatLacksAValueMustBeEditedFirst() {
        UUID id = write("For {{title}}", "<p>Hi {{nickname}}</p>", "Ada").get(0);
        assertThat(api.get("/drafts/" + id).getBody().get("missing")).hasToString("[\"title\",\"nickname\"]");
        ResponseEntity<JsonNode> refused = api.post("/drafts/" + id + "/approve", Map.of("version", 0));
        assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
        assertThat(refused.getBody().get("detail").asText())
                .isEqualTo("There is no value for title, nickname. Edit the text or reject the draft.");
        JsonNode half = api.patch("/drafts/" + id, Map.of("version", 0, "editedSubject", "For you")).getBody();
        assertThat(half.get("missing")).hasToString("[\"nickname\"]");
        JsonNode whole = api.patch("/drafts/" + id, Map.of("version", 1, "editedBody", "Hi you")).getBody();
        assertThat(whole.get("missing")).isEmpty();
        assertThat(api.post("/drafts/" + id + "/approve", Map.of("version",
                2)).getStatusCode()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void allTheRestIsDecidedInOneGoExceptWhatLacksAValue() {
        List<UUID> ids = write("{{#nickname}}x{{/nickname}}s", "<p>{{title|you}} {{firstName}}</p>", "A", "B", "C",
                "D");
        jdbc.update("update draft set missing = '{company}' where id = ?", ids.get(3));
        api.post("/drafts/" + ids.get(0) + "/reject", Map.of("version", 0));
        JsonNode result = api.post("/drafts/approve-rest", Map.of("cohortId", cohort, "stepId", "send-1")).getBody();
        assertThat(result.get("decided").asInt()).isEqualTo(2);
        assertThat(result.get("undecided").asInt()).isEqualTo(1);
        assertThat(counts()).isEqualTo("{\"total\":4,\"undecided\":1,\"incomplete\":1,\"approved\":2,\"rejected\":1}");
        result = api.post("/drafts/reject-rest", Map.of("cohortId", cohort, "stepId", "send-1", "reason",
                "no")).getBody();
        assertThat(result.get("decided").asInt()).isEqualTo(1);
        assertThat(counts()).isEqualTo("{\"total\":4,\"undecided\":0,\"incomplete\":0,\"approved\":2,\"rejected\":2}");
        assertThat(DraftHttp.errors(api.post("/drafts/approve-rest", Map.of())))
                .containsExactly("cohortId required", "stepId required");
    }

    @Test
    void nothingChangesAfterTheReviewIsOver() {
        List<UUID> ids = write("s", "<p>b</p>", "Ada", "Bob");
        api.post("/drafts/" + ids.get(0) + "/approve", Map.of("version", 0));
        api.post("/drafts/" + ids.get(1) + "/reject", Map.of("version", 0));
        drafts.conclude(cohort, "send-1");
        for (UUID id : ids) {
            JsonNode before = api.get("/drafts/" + id).getBody();
            assertThat(before.get("reviewClosed").asBoolean()).isTrue();
            for (String verb : List.of("approve", "reject", "reopen")) {
                assertThat(api.post("/drafts/" + id + "/" + verb, Map.of("version", before.get("version").asInt()))
                        .getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
            }
            assertThat(api.patch("/drafts/" + id, Map.of("version", before.get("version").asInt(), "editedBody", "x"))
                    .getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
            assertThat(api.get("/drafts/" + id).getBody()).isEqualTo(before);
        }
    }

    @Test
    void whatWasApprovedIsWhatIsSentToTheByte() {
        UUID id = write("Grüße & {{company}}", "<p>Dear {{firstName}} &nbsp;é&lt;</p>\n", "Ada").get(0);
        api.patch("/drafts/" + id, Map.of("version", 0, "editedBody", "<p>Mine\u00a0<b>é</b> &amp; 😀\n</p>  <p>z</p>"));
        JsonNode approved = api.post("/drafts/" + id + "/approve", Map.of("version", 1)).getBody();
        drafts.schedule(cohort, "send-1");
        assertThat(drafts.contents(List.of(id)).get(id).html()).isEqualTo(approved.get("body").asText());
        assertThat(drafts.contents(List.of(id)).get(id).subject()).isEqualTo("Grüße & ACME");
    }

    @Test
    void theStateOfTheMessageShowsAtTheDraft() {
        List<UUID> ids = write("s", "<p>b</p>", "A", "B", "C", "D");
        api.post("/drafts/approve-rest", Map.of("cohortId", cohort, "stepId", "send-1"));
        drafts.schedule(cohort, "send-1");
        message(ids.get(0), "SENT");
        message(ids.get(1), "FAILED");
        message(ids.get(2), "QUEUED");
        List<String> statuses = new ArrayList<>();
        api.get("/drafts?cohortId=" + cohort).getBody().get("content").forEach(d ->
                statuses.add(d.get("status").asText()));
        assertThat(statuses).containsExactly("SENT", "FAILED", "SCHEDULED", "SCHEDULED");
        JsonNode sent = api.get("/drafts?cohortId=" + cohort + "&status=SENT").getBody();
        assertThat(sent.get("content").findValuesAsText("id")).contains(ids.get(0).toString());
        assertThat(sent.get("totalElements").asInt()).isEqualTo(1);
    }

    private void message(UUID draft, String state) {
        jdbc.update("""
                insert into message (id, direction, channel, enrollment_id, step_id, draft_id, address, state,
                    created_at)
                select ?, 'OUTBOUND', 'EMAIL', enrollment_id, step_id, id, 'a@b.example', ?,
                now() from draft where id = ?""",
                Ids.next(), state, draft);
    }

    @SafeVarargs
    private static List<Integer> atOnce(Callable<Integer>... tasks) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(tasks.length);
        try {
            List<Integer> results = new ArrayList<>();
            for (var result : pool.invokeAll(List.of(tasks))) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdown();
        }
    }

    private int found(String words) {
        return api.get("/drafts?cohortId=" + cohort + "&q={q}", words).getBody().get("totalElements").asInt();
    }

    private String counts() {
        return api.get("/drafts/counts?cohortId=" + cohort + "&stepId=send-1").getBody().toString();
    }

    private List<UUID> write(String subject, String body, String... names) {
        List<UUID> ids = IntStream.range(0, names.length)
                .mapToObj(i -> DraftHttp.lead(jdbc, names[i], "ACME", "{}")).toList();
        List<Recipient> recipients = leads.load(ids).stream().map(lead -> new Recipient(UUID.randomUUID(),
                lead)).toList();
        return drafts.write(new DraftOrder(campaign, UUID.randomUUID(), cohort, "send-1", "EMAIL", subject, body,
                "FIRST_OUTREACH", true), recipients).stream().map(WrittenDraft::draftId).toList();
    }
}
