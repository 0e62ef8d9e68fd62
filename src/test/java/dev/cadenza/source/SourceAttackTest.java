package dev.cadenza.source;

import static dev.cadenza.source.SourceFixture.hex;
import static dev.cadenza.source.SourceFixture.hmac;
import static dev.cadenza.source.SourceFixture.mail;
import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.identity.NewUser;
import dev.cadenza.identity.Role;
import dev.cadenza.identity.Users;
import dev.cadenza.source.SourceFixture.Source;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;

/** What strangers try at the doors of data sources, and what mistakes of friends come to. */
@CadenzaTest
class SourceAttackTest {

    private static final String OWN = "https://www.example.com";

    @Autowired
    SourceFixture fixture;
    @Autowired
    TestClock clock;
    @Autowired
    Users users;
    @Autowired
    TestRestTemplate http;

    @Test
    void forgedSignaturesAreRefusedAndKeepNothing() throws Exception {
        Source shop = fixture.source("shopify", Map.of("shopDomain", "demo.myshopify.com"));
        String path = "/hooks/sources/" + shop.key();
        assertThat(fixture.post(path, "{}").statusCode()).isEqualTo(401);
        assertThat(fixture.post(path, "{}", "X-Shopify-Hmac-Sha256", "AAAA", "X-Shopify-Topic", "orders/paid")
                .statusCode())
                .isEqualTo(401);
        String genuine = SourceFixture.base64(hmac(shop.secret(), "{}"));
        assertThat(fixture.post(path, "{ }", "X-Shopify-Hmac-Sha256", genuine, "X-Shopify-Shop-Domain",
                "demo.myshopify.com").statusCode()).as("another body").isEqualTo(401);
        assertThat(fixture.post(path, "{}", "X-Shopify-Hmac-Sha256", genuine, "X-Shopify-Shop-Domain",
                "other.myshopify.com").statusCode()).as("another shop").isEqualTo(401);
        assertThat(fixture.view(shop).get("received").asInt()).isZero();
        assertThat(fixture.post("/hooks/sources/unknown", "{}").statusCode()).isEqualTo(404);
        assertThat(fixture.post("/hooks/sources/%27--", "{}").statusCode()).isEqualTo(404);
        assertThat(fixture.post("/hooks/forms/" + shop.key(), "a=b").statusCode()).as("no form").isEqualTo(404);
    }

    @Test
    void aCapturedPostCantBeReplayed() throws Exception {
        Source webhook = fixture.source("webhook", Map.of("timestampHeader", "X-Cadenza-Timestamp"));
        String email = mail("replay");
        UUID lead = fixture.lead(email);
        String body = "{\"email\": \"" + email + "\"}";
        Instant now = clock.instant();
        assertThat(signed(webhook, now, body).statusCode()).isEqualTo(202);
        HttpResponse<String> again = signed(webhook, now, body);
        assertThat(again.body()).isEqualTo("{\"received\":1,\"added\":0}");
        clock.advance(Duration.ofMinutes(11));
        assertThat(signed(webhook, now, body).statusCode()).as("too old").isEqualTo(401);
        fixture.applyAll();
        assertThat(fixture.stream(lead)).hasSize(1);
    }

    private HttpResponse<String> signed(Source webhook, Instant at, String body) throws Exception {
        String time = String.valueOf(at.getEpochSecond());
        return fixture.post("/hooks/sources/" + webhook.key(), body, "X-Cadenza-Timestamp", time, "X-Cadenza-Signature",
                hex(hmac(webhook.secret(), time + "." + body)));
    }

    @Test
    void bodiesThatAreTooLargeOrTooDeepDoNoHarm() throws Exception {
        Source webhook = fixture.source("webhook", Map.of("verification", "TOKEN"));
        String[] proof = {"Authorization", "Bearer " + webhook.secret()};
        String path = "/hooks/sources/" + webhook.key();
        assertThat(fixture.post(path, "{\"a\": \"" + "x".repeat(1024 * 1024) + "\"}", proof).statusCode())
                .isEqualTo(413);
        for (String deep : List.of("[".repeat(100_000), "{\"a\":".repeat(20_000), "[".repeat(60) + "]".repeat(60),
                "{\"n\": " + "9".repeat(5000) + "}", "\"", "", "null", "nul", "[]", "[1]", "{\"email\": {\"a\": 1}}",
                "{\"email\": \"\\ud800\", \"id\": \"\\u0000\"}")) {
            assertThat(fixture.post(path, deep, proof).statusCode()).as(deep.substring(0, Math.min(20, deep.length())))
                    .isLessThan(500);
        }
        fixture.applyAll();
        assertThat(fixture.view(webhook).get("open").asInt()).isZero();
    }

    @Test
    void strangersSendFromOwnPagesOnly() throws Exception {
        Source site = fixture.source("gtm", Map.of("origins", List.of(OWN)));
        String path = "/hooks/sources/" + site.key();
        String body = "{\"client_id\": \"1\", \"events\": [{\"name\": \"page_view\"}]}";

        HttpResponse<String> preflight = fixture.send("OPTIONS", path, "Origin", OWN, "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers", "content-type");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).contains(OWN);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
        HttpResponse<String> foreign = fixture.send("OPTIONS", path, "Origin", "https://evil.example",
                "Access-Control-Request-Method", "POST");
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();

        HttpResponse<String> own = fixture.post(path, body, "Origin", OWN, "Content-Type", "text/plain");
        assertThat(own.statusCode()).isEqualTo(204);
        assertThat(own.headers().firstValue("Access-Control-Allow-Origin")).contains(OWN);
        assertThat(fixture.post(path, body, "Origin", "https://evil.example").statusCode()).isEqualTo(403);
        assertThat(fixture.post(path, body, "Origin", OWN + ".evil.example").statusCode()).isEqualTo(403);
        assertThat(fixture.post(path, body, "Origin", "null").statusCode()).isEqualTo(403);
        assertThat(fixture.post(path, body).statusCode()).as("neither origin nor secret").isEqualTo(401);
        assertThat(fixture.post(path + "?api_secret=wrong", body, "Origin", OWN).statusCode()).isEqualTo(401);
        assertThat(fixture.view(site).get("received").asInt()).isEqualTo(1);
    }

    @Test
    void aBrowserFillsWhatIsEmptyAndOverwritesNothing() throws Exception {
        Source site = fixture.source("gtm", Map.of("origins", List.of(OWN)));
        String email = mail("victim");
        UUID lead = expect(201, fixture.marketing.post("/api/v1/leads", Map.of("email", email, "firstName", "Ada")))
                .id();
        fixture.post("/hooks/sources/" + site.key(), """
                {"client_id": "m", "user_data": {"email": "%s"}, "user_properties": {"first_name": {"value": "Mallory"},
                 "company": "Evil"}, "events": [{"name": "login"}]}""".formatted(email), "Origin", OWN);
        fixture.applyAll();
        JsonNode read = fixture.marketing.get("/api/v1/leads/" + lead).body();
        assertThat(read.get("firstName").asText()).isEqualTo("Ada");
        assertThat(read.get("company").asText()).isEqualTo("Evil");
    }

    @Test
    void whoHasNotAgreedIsNotFollowed() throws Exception {
        Source site = fixture.source("gtm", Map.of("requireConsent", true));
        fixture.gtm(site, "{\"client_id\": \"1\", \"events\": [{\"name\": \"a\"}]}");
        fixture.gtm(site, "{\"client_id\": \"1\", \"consent\": {\"analytics_storage\": \"denied\"}, "
                + "\"events\": [{\"name\":"
                + " \"b\"}]}");
        fixture.gtm(site, "{\"client_id\": \"1\", \"consent\": {\"analytics_storage\": \"granted\"}, "
                + "\"events\": [{\"name\":"
                + " \"c\"}]}");
        fixture.applyAll();
        assertThat(fixture.events(site, "REFUSED")).hasSize(2);
        assertThat(fixture.events(site, "ANONYMOUS")).hasSize(1);
    }

    @Test
    void theScriptOfASiteSendsToItsOwnSource() throws Exception {
        Source site = fixture.source("gtm", Map.of("requireConsent", true));
        HttpResponse<String> script = fixture.send("GET", "/hooks/sources/" + site.key() + ".js");
        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(script.headers().firstValue("Content-Type").orElse("")).startsWith("text/javascript");
        assertThat(script.body()).contains("/hooks/sources/" + site.key() + "'").contains("needsConsent = true")
                .doesNotContain("__").doesNotContain(site.secret());
        assertThat(fixture.send("GET", "/hooks/sources/" + fixture.source("shopify", Map.of()).key() + ".js")
                .statusCode())
                .isEqualTo(404);
    }

    @Test
    void floodsAreHeldOff() {
        IntakeSettings settings = new IntakeSettings(org.springframework.util.unit.DataSize.ofMegabytes(1), 5, 2, 500,
                Duration.ofMinutes(10), Duration.ofHours(1));
        RateLimits limits = new RateLimits(settings, clock);
        limits.address("192.0.2.1");
        limits.address("192.0.2.1");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> limits.address("192.0.2.1"))
                .isInstanceOf(SourceRefused.class).hasMessageContaining("429");
        limits.address("192.0.2.2");
        clock.advance(Duration.ofMinutes(1));
        limits.address("192.0.2.1");
    }

    @Test
    void whoKnowsTheAddressAloneDoesNotShutOutWhoKnowsTheSecret() throws Exception {
        Source webhook = fixture.source("webhook", Map.of("verification", "TOKEN"));
        String path = "/hooks/sources/" + webhook.key();
        List<Integer> answers = new java.util.ArrayList<>();
        while (!answers.contains(429) && answers.size() < 2000) {
            answers.add(fixture.post(path, "{}", "X-Cadenza-Token", "guessed").statusCode());
        }
        assertThat(answers).startsWith(401).endsWith(429);
        assertThat(fixture.post(path, "{}", "X-Cadenza-Token", webhook.secret()).statusCode()).isEqualTo(202);
        clock.advance(Duration.ofMinutes(1));
    }

    @Test
    void whatWasToldOfSomebodyElseIsNotHandedOut() throws Exception {
        Source webhook = fixture.source("webhook", Map.of("verification", "TOKEN", "createLeads", true));
        String email = mail("ann");
        UUID lead = fixture.lead(email);
        for (String one : List.of(email, "jo" + email)) {
            fixture.post("/hooks/sources/" + webhook.key(), "{\"email\": \"" + one + "\"}", "X-Cadenza-Token",
                    webhook.secret());
        }
        fixture.applyAll();
        JsonNode told = fixture.marketing.get("/api/v1/leads/" + lead + "/personal-data").body()
                .at("/data/sourceEvents");
        assertThat(told).hasSize(1);
        assertThat(told.toString()).contains(email).doesNotContain("jo" + email);
    }

    @Test
    void aRotatedSecretCountsForADayMore() throws Exception {
        Source webhook = fixture.source("webhook", Map.of("verification", "TOKEN"));
        JsonNode rotated = expect(200, fixture.marketing.post("/api/v1/data-sources/" + webhook.id() + "/secret", null))
                .body();
        String path = "/hooks/sources/" + webhook.key();
        String fresh = rotated.get("secret").asText();
        assertThat(fresh).isNotEqualTo(webhook.secret());
        assertThat(fixture.post(path, "{}", "X-Cadenza-Token", webhook.secret()).statusCode()).isEqualTo(202);
        assertThat(fixture.post(path, "{}", "X-Cadenza-Token", fresh).statusCode()).isEqualTo(202);
        clock.advance(Duration.ofHours(25));
        assertThat(fixture.post(path, "{}", "X-Cadenza-Token", webhook.secret()).statusCode()).isEqualTo(401);
        assertThat(fixture.jdbc.queryForObject("select position(?::bytea in secrets) from data_source where id = ?",
                Integer.class, fresh.getBytes(java.nio.charset.StandardCharsets.UTF_8), webhook.id()))
                .as("the secret in the clear").isZero();
        assertThat(fixture.view(webhook).toString()).doesNotContain(fresh);
    }

    @Test
    void whatComesToAPausedSourceIsAppliedWhenItGoesOn() throws Exception {
        Source webhook = fixture.source("webhook", Map.of("verification", "TOKEN"));
        String email = mail("paused");
        UUID lead = fixture.lead(email);
        expect(200, fixture.marketing.patch("/api/v1/data-sources/" + webhook.id(), Map.of("status", "PAUSED")));
        fixture.post("/hooks/sources/" + webhook.key(), "{\"email\": \"" + email + "\"}", "X-Cadenza-Token",
                webhook.secret());
        fixture.applyAll();
        assertThat(fixture.stream(lead)).isEmpty();
        expect(200, fixture.marketing.patch("/api/v1/data-sources/" + webhook.id(), Map.of("status", "ACTIVE")));
        fixture.applyAll();
        assertThat(fixture.stream(lead)).hasSize(1);
    }

    @Test
    void aPrivateSourceIsNotThereForOthers() {
        TestRestTemplate owner = marketer();
        TestRestTemplate other = marketer();
        JsonNode made = owner.postForObject("/api/v1/data-sources", Map.of("name", "Private " + UUID.randomUUID(),
                "type", "webhook"), JsonNode.class);
        String id = made.at("/source/id").asText();
        String path = "/api/v1/data-sources/" + id;
        assertThat(other.getForEntity(path, JsonNode.class).getStatusCode().value()).isEqualTo(200);
        owner.put(path + "/sharing", Map.of("sharedWithAll", false));

        for (String part : List.of("", "/events")) {
            assertThat(other.getForEntity(path + part, JsonNode.class).getStatusCode().value()).as(part).isEqualTo(404);
            assertThat(owner.getForEntity(path + part, JsonNode.class).getStatusCode().value()).as(part).isEqualTo(200);
        }
        assertThat(other.postForEntity(path + "/secret", null, JsonNode.class).getStatusCode().value()).isEqualTo(404);
        assertThat(other.getForObject("/api/v1/data-sources?size=500", JsonNode.class).findValuesAsText("id"))
                .doesNotContain(id);
    }

    private TestRestTemplate marketer() {
        String password = "battery-staple-42";
        return http.withBasicAuth(users.create(new NewUser("sources-" + UUID.randomUUID() + "@cadenza.test", password,
                Role.MARKETER)).email(), password);
    }

    @Test
    void badSourcesAreRefusedFieldByField() {
        Marketing.Answer answer = fixture.marketing.post("/api/v1/data-sources", Map.of("type", "webhook", "settings",
                Map.of("origins", List.of("example.com"), "listId", UUID.randomUUID(), "mapping", Map.of("email",
                        "email",
                        "kind", "LEAD_CREATED", "fields", Map.of("/x", "score")), "redirectUrl",
                                "javascript:alert(1)")));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().get("errors").findValuesAsText("field")).contains("name", "settings.origins[0]",
                "settings.listId", "settings.mapping.email", "settings.mapping.kind", "settings.mapping.fields./x",
                "settings.redirectUrl");
        assertThat(fixture.marketing.post("/api/v1/data-sources", Map.of("name", "Shop", "type", "shopify")).body()
                .at("/errors/0/field").asText()).isEqualTo("secret");
    }

    @Test
    void noJsonIsAnErrorOfOurs() throws Exception {
        Random random = new Random(7);
        List<Object> values = List.of("", "x", -1, 1e300, true, List.of(), List.of(Map.of()), Map.of("a", 1), "\u0000");
        List<String> names = List.of("name", "type", "status", "settings", "secret", "origins", "mapping", "other");
        for (int i = 0; i < 60; i++) {
            Map<String, Object> body = new HashMap<>();
            for (int j = random.nextInt(4); j >= 0; j--) {
                body.put(names.get(random.nextInt(names.size())), values.get(random.nextInt(values.size())));
            }
            assertThat(fixture.marketing.post("/api/v1/data-sources", body).status()).as(body.toString()).isBetween(200,
                    499);
            assertThat(fixture.marketing.post("/api/v1/enrichment-sources", body).status()).as(body.toString())
                    .isBetween(200, 499);
        }
    }
}
