package dev.cadenza.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.identity.Role;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.Marketing.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** What people send who mean harm: each is refused or taken as the words it is, and nothing changes. */
@CadenzaTest
class RequestAttackTest {

    private static final String XSS = "<img src=x onerror=alert(1)><script>alert(2)</script>";

    @Autowired
    TestRestTemplate http;
    @Autowired
    Attackers attackers;
    @Autowired
    Marketing marketing;
    @Autowired
    JdbcTemplate jdbc;
    @LocalServerPort
    int port;

    TestRestTemplate marketer;

    @BeforeEach
    void signIn() {
        marketer = attackers.as(Role.MARKETER);
    }

    // ---- bodies

    @Test
    void bodyWithoutEndIsNotRead() throws Exception {
        int before = leads();
        HttpResponse<String> declared = send("POST", "/api/v1/leads", HttpRequest.BodyPublishers.ofByteArray(
                ("{\"email\":\"" + "x".repeat(11 << 20) + "\"}").getBytes(StandardCharsets.UTF_8)));
        HttpResponse<String> chunked = send("POST", "/api/v1/leads", HttpRequest.BodyPublishers.ofInputStream(() ->
                new Endless("{\"email\":\"", 12 << 20)));

        assertThat(declared.statusCode()).isEqualTo(413);
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(leads()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/u/x", "/api/v1/auth/login", "/api/v1/push/subscriptions"})
    void partsWithoutEndAreNotRead(String open) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + open))
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new Endless("--x\r\nContent-Disposition: form-data;"
                        + " name=\"a\"; filename=\"a\"\r\n\r\n", 64 << 20))).build();

        assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(413);
    }

    @Test
    void strangerIsRefusedBeforeAnythingIsRead() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/leads"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[11 << 20])).build();

        assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void deeplyNestedJsonIsRefused() {
        for (String deep : List.of("[".repeat(5_000) + "]".repeat(5_000), "{\"all\":[".repeat(2_000)
                + "]}".repeat(2_000))) {
            assertThat(post("/api/v1/segments", "{\"name\":\"x\",\"condition\":" + deep + "}")).isBetween(400, 422);
            assertThat(post("/api/v1/leads", "{\"email\":\"a@b.example\",\"attributes\":{\"x\":" + deep + "}}"))
                    .isBetween(400, 422);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "score", "createdAt", "stoppedAutomation", "version", "owner_id", "__proto__"})
    void fieldsThatAreNotForTheClientAreNotTaken(String field) {
        int before = leads();

        assertThat(post("/api/v1/leads", "{\"email\":\"" + UUID.randomUUID() + "@example.com\",\"" + field
                + "\":\"1\"}")).as(field).isIn(201, 422, 400);

        assertThat(post("/api/v1/auth/register", "{\"token\":\"x\",\"password\":\"long-enough\",\"role\":"
                + "\"ADMINISTRATOR\"}")).isBetween(400, 422);
        assertThat(leads() - before).isLessThanOrEqualTo(1);
    }

    // ---- files

    @Test
    void bombsAreNotUnpacked() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("leads.csv"));
            out.write(new byte[20 << 20]);
        }
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write("email\n".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));
        }
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0x7f,
            (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 8, 6, 0, 0, 0};
        int before = count("import_batch");

        for (byte[] bomb : List.of(zip.toByteArray(), gzip.toByteArray(), png, new byte[1 << 20])) {
            assertThat(upload("leads.csv", bomb).getStatusCode().value()).isEqualTo(422);
        }

        assertThat(count("import_batch")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../etc/cron.d/x.csv", "C:\\Windows\\x.csv", "x\u0000.csv", "=cmd|'/c calc'!A0.csv",
        "<script>alert(1)</script>.csv"})
    void nameOfAFileIsAWordAndLeadsNowhere(String name) {
        ResponseEntity<JsonNode> answer = upload(name, ("email\n" + UUID.randomUUID() + "@example.com\n")
                .getBytes(StandardCharsets.UTF_8));

        assertThat(answer.getStatusCode().value()).isIn(202, 400, 422);
        if (answer.getStatusCode().value() == 202) {
            assertThat(answer.getBody().get("fileName").asText()).doesNotContain("/").doesNotContain("\u0000");
            assertThat(answer.getHeaders().getContentType().getSubtype()).isEqualTo("json");
        }
        assertThat(java.nio.file.Path.of("/etc/cron.d/x.csv")).doesNotExist();
    }

    // ---- paths

    @ParameterizedTest
    @ValueSource(strings = {"/forms/../application.yaml", "/forms/..%2fapplication.yaml", "/forms/%2e%2e/application.yaml",
        "/forms/..%5capplication.yaml", "/forms/..;/application.yaml", "/forms/....//application.yaml",
        "/forms/%252e%252e/application.yaml", "/webjars/../../application.yaml", "/camunda/../actuator/env",
        "/camunda/..;/actuator/env", "/camunda/%2e%2e/actuator/env", "//actuator/env", "/u/../api/v1/users",
        "/u/..;/api/v1/users", "/t/%2e%2e/api/v1/users", "/hooks/../api/v1/users", "/hooks/..%2fapi/v1/users",
        "/actuator/health/../env", "/actuator/health/..;/env", "/api/v1/users;x=/u/", "/api/v1/users%00",
        "/account.html/../api/v1/users", "/;/api/v1/users", "/API/V1/USERS", "/api/v1/users/", "/api//v1/users"})
    void noPathLeadsAroundTheDoor(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).doesNotStartWith("HTTP/1.1 200").doesNotContain("datasource").doesNotContain("\"content\"")
                .doesNotContain("admin@cadenza.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override: GET", "X-Original-URL: /account.html", "X-Rewrite-URL: /u/x",
        "X-Forwarded-Prefix: /u", "X-Forwarded-Host: evil.test", "X-Forwarded-User: admin@cadenza.test",
        "Forwarded: for=127.0.0.1;host=localhost"})
    void noHeaderLeadsAroundTheDoor(String header) throws IOException {
        assertThat(raw("GET /api/v1/users HTTP/1.1\r\nHost: localhost\r\n" + header
                + "\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 401");
    }

    // ---- SQL and JSON paths

    @ParameterizedTest
    @ValueSource(strings = {"' or '1'='1", "'; drop table lead; --", "x' union select password_hash from app_user --",
        "%' or 1=1 --", "\\' or 1=1 --", "$.a ? (@ like_regex \".*\")", "x\"') or true or ('", ":audience0", "?", "${x}"})
    void wordsInConditionsStayWords(String attack) {
        String words = UUID.randomUUID() + " " + attack; // so that no lead of another test has them
        marketing.leads(1);
        int before = leads();

        for (Map<String, Object> condition : List.of(clause("email", "equals", words), clause("company", "contains",
                words), clause("attributes.tier", "equals", words))) {
            ResponseEntity<JsonNode> answer = preview(condition);
            assertThat(answer.getStatusCode().value()).isIn(200, 422);
            if (answer.getStatusCode().value() == 200) {
                assertThat(answer.getBody().get("count").asInt()).isZero();
            }
        }
        assertThat(marketer.getForEntity("/api/v1/leads?q={q}", JsonNode.class, words).getStatusCode().value())
                .isEqualTo(200);
        assertThat(leads()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"email) or (1=1", "password_hash", "attributes.a' ->> 'b", "attributes.x') is null or ('1",
        "attributes.$.**", "l.email", "email; drop table lead", "attributes.", "list)"})
    void fieldsAndOperatorsInConditionsAreFromAClosedList(String field) {
        int before = leads();
        ResponseEntity<JsonNode> byField = preview(clause(field, "equals", "x"));
        ResponseEntity<JsonNode> byOperator = preview(clause("email", field, "x"));

        if (field.startsWith("attributes.") && byField.getStatusCode().value() == 200) {
            assertThat(byField.getBody().toString()).as("an attribute that nobody has").doesNotContain("@");
        } else {
            assertThat(byField.getStatusCode().value()).isEqualTo(422);
        }
        assertThat(byOperator.getStatusCode().value()).isEqualTo(422);
        assertThat(leads()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"email;drop table lead", "(select 1)", "email,desc;--", "password", "1", "email desc nulls"})
    void orderIsFromAClosedList(String sort) {
        assertThat(marketer.getForEntity("/api/v1/leads?sort={sort}", String.class, sort).getStatusCode().value())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"' or 1=1", "1 or 1=1", "00000000-0000-0000-0000-000000000000' or '1'='1", "..", "null"})
    void idsAreIds(String id) {
        for (String path : List.of("/api/v1/leads/{id}", "/api/v1/campaigns/{id}/stats", "/api/v1/drafts/{id}",
                "/api/v1/messages?campaignId={id}", "/api/v1/campaigns/{id}/sharing")) {
            assertThat(marketer.getForEntity(path, String.class, id).getStatusCode().value()).as(path)
                    .isIn(400, 404, 422);
        }
    }

    // ---- templates

    @ParameterizedTest
    @ValueSource(strings = {"{{class}}", "{{firstName.class}}", "{{getClass}}", "{{firstName.getBytes}}",
        "{{#firstName}}{{class.name}}{{/firstName}}", "{{{firstName}}}", "{{&firstName}}", "{{>/etc/passwd}}",
        "{{=<% %>=}}<% firstName %>", "{{#lead}}{{toString}}{{/lead}}", "{{this}}", "{{.}}", "{{@root}}",
        "{{firstName | system('id')}}", "{{constructor.constructor('return 1')()}}"})
    void templateReadsFieldsOfALeadAndNothingElse(String body) {
        UUID lead = marketing.leads(1).get(0);
        int before = count("template");

        ResponseEntity<JsonNode> answer = marketer.postForEntity("/api/v1/templates", Map.of("name", "T "
                + UUID.randomUUID(), "subject", "Hi", "body", "<p>" + body + "</p>"), JsonNode.class);

        if (answer.getStatusCode().value() == 201) {
            String rendered = preview(answer.getBody().get("id").asText(), lead);
            assertThat(rendered).doesNotContain("java.lang").doesNotContain("root:").doesNotContain("[B@");
        } else {
            assertThat(answer.getStatusCode().value()).isEqualTo(422);
            assertThat(count("template")).isEqualTo(before);
        }
    }

    @Test
    void whatALeadIsCalledIsNeitherTemplateNorMarkup() {
        UUID lead = Marketing.expect(201, marketing.post("/api/v1/leads", Map.of("email", UUID.randomUUID()
                + "@example.com", "firstName", "{{email}}" + XSS, "company", "${7*7}#{7*7}"))).id();
        String template = marketer.postForObject("/api/v1/templates", Map.of("name", "T " + UUID.randomUUID(), "subject",
                "For {{firstName}}", "body", "<p>{{firstName}} of {{company}}</p>"), JsonNode.class).get("id").asText();

        String rendered = preview(template, lead);

        assertThat(rendered).doesNotContain("<img").doesNotContain("<script").doesNotContain("@example.com")
                .contains("${7*7}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "<a href=\"javascript:alert(1)\">x</a>", "<p onclick=x()>y</p>",
        "<iframe src=//evil.test></iframe>", "<svg onload=alert(1)>", "<object data=x></object>",
        "<form action=//evil.test><input></form>", "<style>@import '//evil.test'</style>",
        "<a href=\"data:text/html,<script>1</script>\">x</a>", "<base href=//evil.test>"})
    void markupThatRunsIsTakenOutOfTexts(String markup) {
        ResponseEntity<JsonNode> answer = marketer.postForEntity("/api/v1/templates", Map.of("name", "T "
                + UUID.randomUUID(), "subject", "Hi", "body", "<p>Hello</p>" + markup), JsonNode.class);

        if (answer.getStatusCode().value() == 201) {
            assertThat(answer.getBody().get("body").asText()).doesNotContain("script").doesNotContain("onload")
                    .doesNotContain("onclick").doesNotContain("<iframe").doesNotContain("<object")
                    .doesNotContain("<form").doesNotContain("<base").doesNotContain("evil.test");
        } else {
            assertThat(answer.getStatusCode().value()).isEqualTo(422);
        }
    }

    // ---- Tasklist forms and engine expressions

    @Test
    void formsShowWordsAsWords() throws IOException {
        Resource[] forms = new PathMatchingResourcePatternResolver().getResources("classpath:static/forms/*.html");
        assertThat(forms).isNotEmpty();
        for (Resource form : forms) {
            String text = form.getContentAsString(StandardCharsets.UTF_8);
            assertThat(text).as(form.getFilename()).doesNotContain("ng-bind-html").doesNotContain("trustAsHtml")
                    .doesNotContain("$sce").doesNotContain("document.write").doesNotContain("eval(")
                    .doesNotContain("new Function").doesNotContain("allow-scripts")
                    .doesNotContainPattern("\\.(innerHTML|outerHTML)\\s*=[^=]").doesNotContain("insertAdjacentHTML")
                    .doesNotContainPattern("(src|href)\\s*=\\s*[\"']https?:");
            for (int at = text.indexOf("<iframe"); at >= 0; at = text.indexOf("<iframe", at + 1)) {
                assertThat(text.substring(at, text.indexOf('>', at))).contains("sandbox=");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"${7*7}", "#{execution.id}", "${''.getClass()}"})
    void namesInCampaignsBecomeNoExpressions(String name) {
        Map<String, Object> body = new HashMap<>(marketing.aCampaign().to(marketing.leads(1))
                .mail("Hi", "<p>Hello " + name + "</p>").body());
        body.put("name", "Campaign " + name);
        body.put("reviewMode", "FIRST_STEP");
        Answer created = marketing.post("/api/v1/campaigns", body);

        if (created.status() == 201) {
            Answer bpmn = marketing.get("/api/v1/campaigns/" + created.id() + "/bpmn");
            assertThat(bpmn.status() == 422 || !bpmn.body().asText().contains(name)).isTrue();
            Answer launched = marketing.post("/api/v1/campaigns/" + created.id() + "/launch", null);
            assertThat(launched.status()).isIn(202, 422);
        } else {
            assertThat(created.status()).isEqualTo(422);
        }
    }

    // ---- headers of mails

    @ParameterizedTest
    @ValueSource(strings = {"Hello\r\nBcc: all@example.com", "Hello\nX-Evil: 1", "Hello\u2028Bcc: x", "Hello\u0000"})
    void subjectAndNamesAreOneLine(String text) {
        int senders = count("sender_account");
        ResponseEntity<JsonNode> template = marketer.postForEntity("/api/v1/templates", Map.of("name", "T "
                + UUID.randomUUID(), "subject", text, "body", "<p>x</p>"), JsonNode.class);
        assertThat(template.getStatusCode().value() == 422
                || template.getBody().get("subject").asText().lines().count() == 1).isTrue();

        ResponseEntity<JsonNode> sender = marketer.postForEntity("/api/v1/sender-accounts", Map.of("email", "s"
                + UUID.randomUUID() + "@example.com", "displayName", text), JsonNode.class);
        assertThat(sender.getStatusCode().value()).isIn(201, 422);
        assertThat(post("/api/v1/sender-accounts", "{\"email\":\"a@example.com\\r\\nBcc: b@example.com\"}"))
                .isEqualTo(422);
        assertThat(post("/api/v1/sender-accounts", "{\"email\":\"a@example.com\",\"replyTo\":"
                + "\"a@example.com>\\r\\nBcc: b\"}")).isEqualTo(422);
        assertThat(count("sender_account") - senders).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "campaigns       | {\"name\": \"a\\u0000b\"}                                                    | name",
        "campaigns       | {\"name\": \"a\", \"steps\": [{\"type\": \"EMAIL\", \"body\": \"\\u0000\"}]}  | steps[0].body",
        "templates       | {\"name\": \"a\", \"subject\": \"a\", \"body\": \"a\\u0000\"}                   | body",
        "sender-accounts | {\"email\": \"a@example.com\", \"displayName\": \"\\u0000\"}                  | displayName",
        "workflows       | {\"name\": \"\\u0000\"}                                                     | name",
        "leads           | {\"email\": \"n@example.com\", \"attributes\": {\"a\": \"\\u0000\"}}            | attributes.a",
    })
    void aTextThatCannotBeKeptIsRefusedByTheNameOfItsField(String resource, String body, String field) {
        HttpHeaders json = new HttpHeaders();
        json.setContentType(MediaType.APPLICATION_JSON);
        ResponseEntity<JsonNode> answer = marketer.postForEntity("/api/v1/" + resource, new HttpEntity<>(body, json),
                JsonNode.class);
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(422);
        assertThat(answer.getBody().get("errors").findValuesAsText("field")).containsExactly(field);
    }

    @Test
    void addressOfALeadIsOneAddress() {
        int before = leads();
        for (String email : List.of("a@example.com\\r\\nBcc: b@example.com", "a@example.com,b@example.com",
                "<a@example.com>", "a@example.com;b@example.com", "a b@example.com", "a@exa\\u0000mple.com")) {
            assertThat(post("/api/v1/leads", "{\"email\":\"" + email + "\"}")).as(email).isEqualTo(422);
        }
        assertThat(leads()).isEqualTo(before);
    }

    // ---- browsers

    @Test
    void otherSitesGetNeitherAnswersNorFrames() {
        HttpHeaders headers = new HttpHeaders();
        headers.setOrigin("https://evil.test");
        ResponseEntity<String> answer = marketer.exchange("/api/v1/leads", HttpMethod.GET, new HttpEntity<>(headers),
                String.class);

        assertThat(answer.getHeaders().getAccessControlAllowOrigin()).isNull();
        assertThat(answer.getHeaders().getFirst("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.getHeaders().getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.getHeaders().getFirst("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(answer.getHeaders().getCacheControl()).contains("no-store");
        assertThat(marketer.exchange("/api/v1/lists", HttpMethod.POST, new HttpEntity<>(Map.of("name", "x"), headers),
                String.class).getStatusCode().value()).isEqualTo(403);
    }

    @Test
    void overTlsTheCookiesOfTheWebApplicationsAreSecure() {
        HttpHeaders tls = new HttpHeaders();
        tls.set("X-Forwarded-Proto", "https");
        ResponseEntity<String> page = http.exchange("/camunda/app/tasklist/default/", HttpMethod.GET,
                new HttpEntity<>(tls), String.class);

        assertThat(page.getHeaders().get(HttpHeaders.SET_COOKIE)).hasSizeGreaterThanOrEqualTo(2)
                .allMatch(cookie -> cookie.contains("Secure") && cookie.contains("SameSite"));
        assertThat(page.getHeaders().get(HttpHeaders.SET_COOKIE)).filteredOn(cookie -> cookie.startsWith("JSESSIONID"))
                .allMatch(cookie -> cookie.contains("HttpOnly"));
        assertThat(page.getHeaders().getFirst("Strict-Transport-Security")).contains("max-age");
        assertThat(page.getHeaders().getFirst("Content-Security-Policy")).isNotBlank();
        assertThat(page.getHeaders().getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void failureTellsNothingAboutTheInside() {
        for (String path : List.of("/api/v1/leads/x", "/api/v1/no-such-thing", "/engine-rest/process-instance/x",
                "/api/v1/campaigns?status=x", "/error")) {
            String answer = marketer.getForEntity(path, String.class).getBody();
            assertThat(answer == null ? "" : answer).doesNotContain("java.").doesNotContain("at dev.cadenza")
                    .doesNotContain("PSQLException").doesNotContain("select ");
        }
    }

    private static Map<String, Object> clause(String field, String operator, Object value) {
        return Map.of("field", field, "operator", operator, "value", value);
    }

    private ResponseEntity<JsonNode> preview(Map<String, Object> condition) {
        return marketer.postForEntity("/api/v1/segments/preview", Map.of("condition", condition), JsonNode.class);
    }

    private String preview(String template, UUID lead) {
        JsonNode preview = marketer.postForObject("/api/v1/templates/" + template + "/preview", Map.of("leadId", lead),
                JsonNode.class);
        return preview.path("html").asText();
    }

    private int post(String path, String json) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        return marketer.exchange(path, HttpMethod.POST, new HttpEntity<>(json, headers), String.class).getStatusCode()
                .value();
    }

    private ResponseEntity<JsonNode> upload(String name, byte[] content) {
        MultiValueMap<String, Object> parts = new LinkedMultiValueMap<>();
        parts.add("file", new ByteArrayResource(content) {
            @Override
            public String getFilename() {
                return name;
            }
        });
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.MULTIPART_FORM_DATA);
        return marketer.postForEntity("/api/v1/imports", new HttpEntity<>(parts, headers), JsonNode.class);
    }

    private HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Basic " + HttpHeaders.encodeBasicAuth("admin@cadenza.test",
                        "correct-horse-battery", StandardCharsets.UTF_8))
                .method(method, body).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private int leads() {
        return count("lead");
    }

    private int count(String table) {
        Integer count = jdbc.queryForObject("select count(*) from " + table, Integer.class);
        return count == null ? 0 : count;
    }

    /** A body that goes on and on. */
    private static final class Endless extends InputStream {

        private final InputStream begin;
        private int left;

        Endless(String begin, int length) {
            this.begin = new ByteArrayInputStream(begin.getBytes(StandardCharsets.UTF_8));
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            int first = begin.read();
            return first >= 0 ? first : left-- > 0 ? 'x' : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int first = begin.read(buffer, offset, length);
            if (first > 0) {
                return first;
            }
            if (left <= 0) {
                return -1;
            }
            int more = Math.min(length, left);
            java.util.Arrays.fill(buffer, offset, offset + more, (byte) 'x');
            left -= more;
            return more;
        }
    }
}
