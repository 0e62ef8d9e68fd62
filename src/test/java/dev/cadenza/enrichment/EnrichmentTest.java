package dev.cadenza.enrichment;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Providers are asked as their documentation says, by a server on this machine that answers as it says. */
@CadenzaTest
class EnrichmentTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String PDL = """
            {"status": 200, "likelihood": 8, "data": {"id": "qEn_0000", "first_name": "Ada", "last_name": "Lovelace",
              "job_title": "Head of Engines", "job_company_name": "Analytical",
                "job_company_website": "analytical.example.com",
              "linkedin_url": "linkedin.com/in/ada", "location_locality": "London",
                "location_country": "United Kingdom",
              "work_email": true, "mobile_phone": null, "industry": "machinery", "skills": ["mathematics", "poetry"],
              "profiles": [{"network": "github", "url": "github.com/ada"}]}}""";

    @Autowired
    Marketing marketing;
    @Autowired
    Enrichments enrichments;
    @Autowired
    OutsideQuestion outside;
    @Autowired
    EnrichmentRows rows;
    @Autowired
    EngineTurns engine;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    ObjectMapper json;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String answer = "{}";
    private volatile String retryAfter;

    @BeforeEach
    void aProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + String.valueOf(exchange.getRequestHeaders().getFirst("X-Api-Key")) + " "
                    + String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")) + " "
                    + String.valueOf(exchange.getRequestHeaders().getFirst("x-api-version")) + " " + body);
            if (retryAfter != null) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void noProvider() {
        server.stop(0);
    }

    private String source(String type, Map<String, Object> settings) {
        String key = "s" + System.nanoTime() + NUMBER.incrementAndGet();
        Map<String, Object> all = new HashMap<>(settings);
        Map<String, Object> body = new HashMap<>(Map.of("key", key, "type", type, "settings", all));
        if (!type.equals("embedded")) {
            all.put("baseUrl", "http://localhost:" + server.getAddress().getPort());
            body.put("apiKey", "key-of-" + type);
        }
        assertThat(expect(201, marketing.post("/api/v1/enrichment-sources", body)).body().toString())
                .doesNotContain("key-of");
        return key;
    }

    private UUID lead(Map<String, Object> fields) {
        Map<String, Object> all = new HashMap<>(Map.of("email", "p" + UUID.randomUUID() + "@analytical.example.com"));
        all.putAll(fields);
        return expect(201, marketing.post("/api/v1/leads", all)).id();
    }

    private JsonNode enrich(UUID lead, String source) {
        return expect(200, marketing.post("/api/v1/leads/" + lead + "/enrich", Map.of("source", source))).body();
    }

    @Test
    void peopleDataLabsFillsWhatIsEmptyAndItsAnswerIsKeptWhole() {
        String source = source("people_data_labs", Map.of("minConfidence", 0.6));
        UUID lead = lead(Map.of("firstName", "Augusta"));
        answer = PDL;

        JsonNode told = enrich(lead, source);

        assertThat(told.get("found").asBoolean()).isTrue();
        assertThat(asked.get(0)).startsWith("GET /v5/person/enrich?email=p").contains("min_likelihood=6")
                .contains(" key-of-people_data_labs ");
        JsonNode read = marketing.get("/api/v1/leads/" + lead).body();
        assertThat(read.get("firstName").asText()).as("was there").isEqualTo("Augusta");
        assertThat(read.get("lastName").asText()).isEqualTo("Lovelace");
        assertThat(read.get("website").asText()).isEqualTo("https://analytical.example.com");
        JsonNode kept = marketing.get("/api/v1/leads/" + lead + "/enrichments").body().at("/content/0");
        assertThat(kept.get("confidence").decimalValue()).isEqualByComparingTo("0.80");
        assertThat(kept.at("/data/data/id").asText()).isEqualTo("qEn_0000");
        assertThat(kept.get("skills").toString()).isEqualTo("[\"mathematics\",\"poetry\"]");
        assertThat(kept.get("socialProfiles").findValuesAsText("network")).containsExactly("github", "linkedin");
        assertThat(kept.get("derived").asBoolean()).isFalse();
        assertThat(kept.get("filled").toString()).contains("lastName").doesNotContain("firstName");

        enrichments.enrich(lead, source, true);
        assertThat(asked).as("a fresh answer").hasSize(1);
        assertThat(marketing.get("/api/v1/leads/" + lead).body().get("firstName").asText()).isEqualTo("Ada");
        clock.advance(Duration.ofDays(91));
        enrich(lead, source);
        assertThat(asked).hasSize(2);
    }

    @Test
    void thatNothingIsKnownIsBelievedForAWhile() {
        String source = source("people_data_labs", Map.of("negativeDays", 7));
        UUID lead = lead(Map.of());
        status = 404;
        answer = "{\"status\": 404, \"error\": {\"message\": \"No records were found\"}}";
        assertThat(enrich(lead, source).get("found").asBoolean()).isFalse();
        assertThat(enrich(lead, source).at("/answer/found").asBoolean()).isFalse();
        assertThat(asked).hasSize(1);
        clock.advance(Duration.ofDays(8));
        enrich(lead, source);
        assertThat(asked).hasSize(2);
    }

    @Test
    void crustDataIsAskedByAProfileOrABusinessAddress() throws Exception {
        String source = source("crustdata", Map.of());
        UUID lead = lead(Map.of("linkedinUrl", "https://www.linkedin.com/in/ada"));
        answer = """
                [{"matched_on": "x", "match_type": "professional_network_profile_url",
                  "matches": [{"confidence_score": 0.934,
                  "person_data": {"basic_profile": {"name": "Ada Lovelace", "current_title": "CEO",
                    "headline": "Engines"},
                  "skills": {"professional_network_skills": ["Leadership"]},
                  "dev_platform_profiles": [{"platform": "github", "profile_url": "https://github.com/ada",
                    "languages": ["Java", "SQL"]}]}}]}]""";

        JsonNode told = enrich(lead, source).get("answer");

        assertThat(asked.get(0)).startsWith("POST /person/enrich ").contains(" Bearer key-of-crustdata 2025-11-01 ");
        assertThat(json.readTree(asked.get(0).substring(asked.get(0).indexOf('{'))).toString()).isEqualTo(
                "{\"professional_network_profile_urls\":[\"https://www.linkedin.com/in/ada\"]}");
        assertThat(told.get("title").asText()).isEqualTo("CEO");
        assertThat(told.get("confidence").decimalValue()).isEqualByComparingTo("0.93");
        assertThat(told.get("techStack").toString()).isEqualTo("[\"Java\",\"SQL\"]");
        assertThat(told.get("skills").toString()).isEqualTo("[\"Leadership\"]");
        UUID free = lead(Map.of("email", "x" + UUID.randomUUID() + "@gmail.com"));
        assertThat(marketing.post("/api/v1/leads/" + free + "/enrich", Map.of("source", source)).status())
                .isEqualTo(409);
        assertThat(asked).as("a private address is no business address").hasSize(1);
    }

    @Test
    void foragerIsAskedByTheNameOfTheProfile() {
        String source = source("forager", Map.of("accountId", "42"));
        UUID lead = lead(Map.of("linkedinUrl", "https://www.linkedin.com/in/ada-l/?x=1"));
        answer = """
                {"id": 1, "first_name": "Ada", "headline": "Engines", "skills": [{"name": "Poetry"}],
                 "roles": [{"role_title": "Director", "organization": {"name": "Analytical",
                   "domain": "analytical.example"}}]}""";
        JsonNode told = enrich(lead, source).get("answer");
        assertThat(asked.get(0)).startsWith("POST /api/42/datastorage/person_detail_lookup/ key-of-forager ")
                .contains("{\"linkedin_public_identifier\":\"ada-l\"}");
        assertThat(told.get("company").asText()).isEqualTo("Analytical");
        assertThat(told.get("skills").toString()).isEqualTo("[\"Poetry\"]");
        UUID byMail = lead(Map.of());
        enrich(byMail, source);
        assertThat(asked.get(1)).contains("/person_detail_reverse_lookup/by_email/");
    }

    @Test
    void theEmbeddedSourceSaysThatItDerives() {
        String source = source("embedded", Map.of());
        UUID lead = lead(Map.of("email", "ada" + UUID.randomUUID() + "@mail.acme-tools.co.uk", "title", "Head of IT"));
        JsonNode told = enrich(lead, source).get("answer");
        assertThat(told.get("derived").asBoolean()).isTrue();
        assertThat(told.get("seniority").asText()).isEqualTo("director");
        JsonNode read = marketing.get("/api/v1/leads/" + lead).body();
        assertThat(read.get("website").asText()).isEqualTo("https://acme-tools.co.uk");
        assertThat(read.get("company").asText()).isEqualTo("Acme Tools");
        assertThat(read.get("country").asText()).isEqualTo("United Kingdom");
        assertThat(marketing.get("/api/v1/leads/" + lead + "/enrichments").body().at("/content/0/derived").asBoolean())
                .isTrue();
        UUID free = lead(Map.of("email", "x" + UUID.randomUUID() + "@gmail.com"));
        assertThat(enrich(free, source).get("found").asBoolean()).isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    void aProviderThatWantsAPauseGetsItFromAllNodes() {
        String source = source("people_data_labs", Map.of());
        status = 429;
        retryAfter = "120";
        Marketing.Answer refused = marketing.post("/api/v1/leads/" + lead(Map.of()) + "/enrich", Map.of("source",
                source));
        assertThat(refused.status()).isEqualTo(503);
        status = 200;
        retryAfter = null;
        answer = PDL;
        UUID other = lead(Map.of());
        assertThatThrownBy(() -> enrichments.enrich(other, source, false))
                .isInstanceOfSatisfying(EnrichmentFailed.class, failed -> {
                    assertThat(failed.again()).isTrue();
                    assertThat(failed.retryAfter()).isEqualTo(Duration.ofSeconds(120));
                });
        assertThat(asked).hasSize(1);
        clock.advance(Duration.ofSeconds(121));
        assertThat(enrich(other, source).get("found").asBoolean()).isTrue();
    }

    @Test
    void theOwnLimitHoldsOverManyThreads() throws Exception {
        String source = source("people_data_labs", Map.of("perMinute", 3));
        answer = PDL;
        List<UUID> leads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            leads.add(lead(Map.of()));
        }
        List<String> outcomes = together(leads.stream().<Callable<String>>map(lead -> () -> outcome(lead, source))
                .toList());
        assertThat(outcomes).filteredOn("found"::equals).hasSize(3);
        assertThat(outcomes).filteredOn("later"::equals).hasSize(5);
        assertThat(asked).hasSize(3);
        clock.advance(Duration.ofSeconds(61));
        assertThat(outcome(leads.get(7), source)).isEqualTo("found");
    }

    @Test
    void theSameQuestionByFourThreadsIsPaidForOnce() throws Exception {
        String source = source("people_data_labs", Map.of());
        answer = PDL;
        UUID lead = lead(Map.of());
        Callable<String> ask = () -> outcome(lead, source);
        assertThat(together(List.of(ask, ask, ask, ask))).contains("found").isSubsetOf("found", "later");
        assertThat(asked).hasSize(1);
        assertThat(jdbc.queryForObject("select count(*) from lead_enrichment where lead_id = ?", Long.class, lead))
                .isEqualTo(1);
    }

    private String outcome(UUID lead, String source) {
        try {
            return enrichments.enrich(lead, source, false).found() ? "found" : "nothing";
        } catch (EnrichmentFailed failed) {
            return failed.again() ? "later" : "never";
        }
    }

    private static List<String> together(List<Callable<String>> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(work.size());
        try {
            List<String> results = new ArrayList<>();
            for (Future<String> one : pool.invokeAll(work)) {
                results.add(one.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void failuresSayWhetherAskingAgainCanHelp() {
        String source = source("people_data_labs", Map.of());
        Map<Integer, Boolean> again = Map.of(401, false, 402, false, 400, false, 500, true, 503, true, 408, true);
        again.forEach((code, helps) -> {
            status = code;
            UUID lead = lead(Map.of());
            assertThatThrownBy(() -> enrichments.enrich(lead, source, false)).as("%d", code)
                    .isInstanceOfSatisfying(EnrichmentFailed.class, failed -> assertThat(failed.again())
                    .isEqualTo(helps));
        });
        status = 200;
        answer = "<html>";
        assertThat(outcome(lead(Map.of()), source)).isEqualTo("later");
        answer = "{\"status\": 200, \"likelihood\": 5, \"data\": {\"first_name\": \"A\\u0000\\ud800\","
                + " \"skills\": [1, {}]}}";
        assertThat(outcome(lead(Map.of()), source)).isEqualTo("found");
        server.stop(0);
        assertThat(outcome(lead(Map.of()), source)).isEqualTo("later");
        assertThat(enrichments.knows(source)).isTrue();
        assertThat(enrichments.knows("nobody")).isFalse();
    }

    @Test
    @Timeout(60)
    void anAnswerThatIsSentTooSlowlyIsNotWaitedFor() {
        CountDownLatch over = new CountDownLatch(1);
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await(over);
            exchange.close();
        });
        String url = "http://localhost:" + server.getAddress().getPort() + "/slow";
        assertThatThrownBy(() -> outside.ask(url, Map.of(), null, Duration.ofMillis(300)))
                .isInstanceOfSatisfying(EnrichmentFailed.class, failed -> assertThat(failed.again()).isTrue());
        over.countDown();
    }

    private static void await(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aClaimThatRanOutIsNotEndedByItsOldOwner() {
        UUID lead = lead(Map.of());
        String key = source("people_data_labs", Map.of());
        UUID source = jdbc.queryForObject("select id from enrichment_source where key = ?", UUID.class, key);
        Instant first = rows.claim(lead, source, clock.instant()).orElseThrow();
        assertThat(rows.claim(lead, source, clock.instant())).isEmpty();
        clock.advance(Duration.ofMinutes(3));
        Instant second = rows.claim(lead, source, clock.instant()).orElseThrow();
        rows.release(lead, source, first);
        assertThat(rows.claim(lead, source, clock.instant())).as("the second one still holds").isEmpty();
        rows.release(lead, source, second);
        assertThat(rows.claim(lead, source, clock.instant())).isPresent();
    }

    @Test
    void answersAreTheLeadsAndGoWithIt() {
        String source = source("people_data_labs", Map.of());
        answer = PDL;
        UUID lead = lead(Map.of());
        enrich(lead, source);
        assertThat(marketing.get("/api/v1/leads/" + lead + "/personal-data").body().at("/data/enrichments")).hasSize(1);
        expect(202, marketing.post("/api/v1/erasures", Map.of("leadId", lead)));
        engine.runDueJobs();
        assertThat(jdbc.queryForObject("select count(*) from lead_enrichment where lead_id = ?", Long.class, lead))
                .isZero();
        assertThat(outcome(lead, source)).isEqualTo("never");
    }

    @Test
    void badSourcesAreRefusedFieldByField() {
        assertThat(marketing.post("/api/v1/enrichment-sources", Map.of("key", "No Key", "type", "forager", "settings",
                Map.of("minConfidence", 2, "perMinute", -1, "baseUrl", "https://x:99999"))).body().get("errors")
                .findValuesAsText("field")).contains("key", "apiKey", "settings.accountId", "settings.minConfidence",
                "settings.perMinute", "settings.baseUrl");
        UUID lead = lead(Map.of());
        assertThat(marketing.post("/api/v1/leads/" + lead + "/enrich", Map.of("source", "nobody")).status())
                .isEqualTo(422);
        assertThat(marketing.post("/api/v1/leads/" + UUID.randomUUID() + "/enrich", Map.of("source", "x")).status())
                .isEqualTo(404);
    }
}
