package dev.cadenza.draft;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.testing.CadenzaTest;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;

@CadenzaTest
class TemplateApiTest {

    @Autowired
    TestRestTemplate http;

    @Autowired
    JdbcTemplate jdbc;

    private DraftHttp api;

    @org.junit.jupiter.api.BeforeEach
    void signIn() {
        api = new DraftHttp(http);
    }

    @Test
    void templatesAreKeptWithTheirVariablesAndSafeHtml() {
        String name = name();
        ResponseEntity<JsonNode> created = api.post("/templates", Map.of("name", name, "description", "first mail",
                "subject", " For {{company|you}} ", "body", "<p onclick='x()'>Hi {{firstName}}</p><script>y</script>"));
        assertThat(created.getStatusCode()).isEqualTo(HttpStatus.CREATED);
        String id = created.getBody().get("id").asText();
        assertThat(created.getHeaders().getLocation()).hasToString("/api/v1/templates/" + id);
        JsonNode read = api.get("/templates/" + id).getBody();
        assertThat(read).isEqualTo(created.getBody());
        assertThat(read.get("subject").asText()).isEqualTo("For {{company|you}}");
        assertThat(read.get("body").asText()).isEqualTo("<p>Hi {{firstName}}</p>");
        assertThat(read.get("variables")).hasToString("[\"company\",\"firstName\"]");
        assertThat(read.get("channel").asText()).isEqualTo("EMAIL");

        ResponseEntity<JsonNode> changed = api.put("/templates/" + id,
                Map.of("name", name, "subject", "New", "body", "plain {{title|x}}", "version", 0));
        assertThat(changed.getBody().get("body").asText()).isEqualTo("<p>plain {{title|x}}</p>");
        assertThat(changed.getBody().get("version").asInt()).isEqualTo(1);
        assertThat(api.put("/templates/" + id, Map.of("name", name, "subject", "Old", "body", "x", "version", 0))
                .getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
        assertThat(api.get("/templates?q=" + name.substring(9)).getBody().get("totalElements").asInt()).isEqualTo(1);

        assertThat(api.delete("/templates/" + id).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(api.get("/templates/" + id).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    void searchTakesPercentAndUnderscoreAsTheyAre() {
        api.post("/templates", Map.of("name", name() + " 100% _sure", "subject", "s", "body", "b"));
        assertThat(api.get("/templates?q={q}", "100% _sure").getBody().get("totalElements").asInt()).isEqualTo(1);
        assertThat(api.get("/templates?q={q}", "1__% _sure").getBody().get("totalElements").asInt()).isZero();
    }

    @Test
    void badTemplatesAreRefusedWithEachFieldNamed() {
        ResponseEntity<JsonNode> refused = api.post("/templates", Map.of("subject", "Hi {{frstName}}",
                "body", "<p>{{{company}}}</p>", "channel", "FAX"));
        assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(DraftHttp.errors(refused)).containsExactlyInAnyOrder("name required", "channel unknown");
        refused = api.post("/templates", Map.of("name", name(), "subject", "Hi {{frstName}}",
                "body", "<p>{{{company}}} {{firstName}}</p>"));
        assertThat(DraftHttp.errors(refused)).containsExactlyInAnyOrder("subject unknown-variable",
                "body unescaped-tag");
        assertThat(refused.getBody().get("errors").findValuesAsText("message"))
                .contains("There is no variable 'frstName'. Did you mean 'firstName'?");
        assertThat(DraftHttp.errors(api.post("/templates", Map.of("name", name(), "subject", "a\u0000b", "body", "x"))))
                .containsExactly("subject invalid");
        assertThat(DraftHttp.errors(api.post("/templates", Map.of("name", "a\nb", "subject", "a", "body", "x"))))
                .containsExactly("name line-break");
        assertThat(api.post("/templates", Map.of("name", name(), "unknownField", "x")).getStatusCode())
                .isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(api.get("/templates/" + UUID.randomUUID()).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(api.get("/templates/nonsense").getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    }

    @Test
    void namesAreUniqueWhateverTheirCase() throws Exception {
        String name = name();
        Callable<ResponseEntity<JsonNode>> create = () ->
                api.post("/templates", Map.of("name", name, "subject", "s", "body", "b"));
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            var one = pool.submit(create);
            var two = pool.submit(create);
            assertThat(java.util.List.of(one.get().getStatusCode().value(), two.get().getStatusCode().value()))
                    .containsExactlyInAnyOrder(201, 422);
        } finally {
            pool.shutdown();
        }
        ResponseEntity<JsonNode> refused = api.post("/templates",
                Map.of("name", name.toUpperCase(java.util.Locale.ROOT), "subject", "s", "body", "b"));
        assertThat(DraftHttp.errors(refused)).containsExactly("name taken");
    }

    @Test
    void attributesThatSomeLeadHasAreVariables() {
        Map<String, Object> template = Map.of("name", name(), "subject", "s", "body", "{{shoeSizeInParis}}");
        assertThat(DraftHttp.errors(api.post("/templates", template))).containsExactly("body unknown-variable");
        DraftHttp.lead(jdbc, "Ada", "ACME", "{\"shoeSizeInParis\": 38}");
        assertThat(api.post("/templates", template).getStatusCode()).isEqualTo(HttpStatus.CREATED);
    }

    @Test
    void previewsShowWhatATextBecomesForALead() {
        UUID lead = DraftHttp.lead(jdbc, "Ada <b>", "ACME", "{}");
        String id = api.post("/templates", Map.of("name", name(), "subject", "For {{company}}", "body",
                "<p>Hi {{firstName}}, {{title}}</p>")).getBody().get("id").asText();
        JsonNode preview = api.post("/templates/" + id + "/preview", Map.of("leadId", lead)).getBody();
        assertThat(preview.get("subject").asText()).isEqualTo("For ACME");
        assertThat(preview.get("html").asText()).isEqualTo("<p>Hi Ada &lt;b&gt;, {{title}}</p>");
        assertThat(preview.get("text").asText()).isEqualTo("Hi Ada <b>, {{title}}");
        assertThat(preview.get("missing")).hasToString("[\"title\"]");
        assertThat(preview.get("obstacle").asText()).isEqualTo("no value for title");

        assertThat(api.post("/templates/preview", Map.of("subject", "{{firstName}}", "body", "Hi {{title|you}}",
                "leadId", lead)).getBody().get("html").asText()).isEqualTo("<p>Hi you</p>");
        assertThat(DraftHttp.errors(api.post("/templates/preview", Map.of("subject", "x", "body", "{{>y}}", "leadId",
                lead)))).containsExactly("body include");
        assertThat(DraftHttp.errors(api.post("/templates/preview", Map.of("subject", "x", "body", "y"))))
                .containsExactly("leadId required");
        assertThat(DraftHttp.errors(api.post("/templates/" + id + "/preview", Map.of("leadId", UUID.randomUUID()))))
                .containsExactly("leadId unknown");
        assertThat(DraftHttp.errors(api.post("/templates/" + id + "/preview", Map.of("leadId", "x"))))
                .containsExactly("leadId invalid");
    }

    @Test
    void testSendsQueueOneMailThatBelongsToNoLead() {
        UUID lead = DraftHttp.lead(jdbc, "Ada", "ACME", "{}");
        UUID sender = UUID.randomUUID();
        jdbc.update("insert into sender_account (id, email, created_at, updated_at) values (?, ?, now(), now())",
                sender, sender + "@cadenza.test");
        String id = api.post("/templates", Map.of("name", name(), "subject", "For {{company}}", "body",
                "<p>Hi {{firstName}}</p>")).getBody().get("id").asText();
        ResponseEntity<JsonNode> queued = api.post("/templates/" + id + "/test-send",
                Map.of("to", "Me@Cadenza.Test", "leadId", lead, "senderAccountId", sender));
        assertThat(queued.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        String message = queued.getBody().get("messageId").asText();
        assertThat(queued.getHeaders().getLocation()).hasToString("/api/v1/messages/" + message);
        assertThat(jdbc.queryForMap("select address, lead_id, subject, body_html, body_text from message where id = ?",
                UUID.fromString(message)))
                .containsEntry("address", "me@cadenza.test").containsEntry("lead_id", null)
                .containsEntry("subject", "For ACME").containsEntry("body_html", "<p>Hi Ada</p>")
                .containsEntry("body_text", "Hi Ada");
        assertThat(DraftHttp.errors(api.post("/templates/" + id + "/test-send", Map.of("to", "nonsense"))))
                .containsExactlyInAnyOrder("to invalid", "senderAccountId required", "leadId required");
        assertThat(DraftHttp.errors(api.post("/templates/" + id + "/test-send", Map.of("to", "me@cadenza.test",
                "leadId", lead, "senderAccountId", UUID.randomUUID())))).containsExactly("senderAccountId unknown");
    }

    private static String name() {
        return "Template " + UUID.randomUUID();
    }
}
