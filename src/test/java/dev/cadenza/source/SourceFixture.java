package dev.cadenza.source;

import static dev.cadenza.testing.Marketing.expect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.testing.Marketing;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Data sources of a test's own, and posts to them, signed as the senders' documentation says. */
@Component
class SourceFixture {

    static {
        // Origin and Host are headers that a browser sets.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    static final String SHOPIFY_SECRET = "shpss_0123456789abcdef";
    private static final HttpClient HTTP = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    final JdbcTemplate jdbc;
    final Marketing marketing;
    private final SourceApplier applier;
    private final Environment environment;
    private final Clock clock;

    SourceFixture(JdbcTemplate jdbc, Marketing marketing, SourceApplier applier, Environment environment, Clock clock) {
        this.jdbc = jdbc;
        this.marketing = marketing;
        this.applier = applier;
        this.environment = environment;
        this.clock = clock;
    }

    /** A source as its maker sees it. */
    record Source(UUID id, String key, String secret) {
    }

    Source source(String type, Map<String, Object> settings) {
        Map<String, Object> body = new HashMap<>(Map.of("name", type + " " + UUID.randomUUID(), "type", type,
                "settings",
                settings));
        if (type.equals("shopify")) {
            body.put("secret", SHOPIFY_SECRET);
        }
        JsonNode made = expect(201, marketing.post("/api/v1/data-sources", body)).body();
        return new Source(UUID.fromString(made.at("/source/id").asText()), made.at("/source/key").asText(),
                made.get("secret").asText());
    }

    JsonNode view(Source source) {
        return expect(200, marketing.get("/api/v1/data-sources/" + source.id())).body();
    }

    JsonNode events(Source source, String status) {
        return expect(200, marketing.get("/api/v1/data-sources/" + source.id() + "/events?size=100&status=" + status))
                .body().get("content");
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path)).POST(BodyPublishers.ofString(body));
        return HTTP.send(headers.length == 0 ? request.build() : request.headers(headers).build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path)).method(method, BodyPublishers.noBody());
        return HTTP.send(headers.length == 0 ? request.build() : request.headers(headers).build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> shopify(Source source, String topic, String id, String body) throws Exception {
        return shopify(source, topic, id, body, clock.instant());
    }

    HttpResponse<String> shopify(Source source, String topic, String id, String body, Instant triggered)
            throws Exception {
        return post("/hooks/sources/" + source.key(), body, "X-Shopify-Hmac-Sha256",
                base64(hmac(source.secret(), body)), "X-Shopify-Topic", topic, "X-Shopify-Shop-Domain",
                "demo.myshopify.com", "X-Shopify-Event-Id", id, "X-Shopify-Webhook-Id", UUID.randomUUID().toString(),
                "X-Shopify-Triggered-At", triggered.toString(), "Content-Type", "application/json");
    }

    HttpResponse<String> gtm(Source source, String body) throws Exception {
        return post("/hooks/sources/" + source.key() + "?api_secret=" + source.secret(), body);
    }

    /** Works off what is due, also what other tests have left. */
    void applyAll() {
        while (applier.applyDue() > 0) {
            // until none is due
        }
    }

    SourceApplier applier() {
        return applier;
    }

    UUID lead(String email) {
        return expect(201, marketing.post("/api/v1/leads", Map.of("email", email))).id();
    }

    UUID leadOf(String email) {
        return jdbc.queryForList("select id from lead where email = ?", UUID.class, email).stream().findFirst()
                .orElse(null);
    }

    /** What the stream holds about a lead, in its order: kind and key. */
    List<String> stream(UUID lead) {
        return jdbc.queryForList("select kind || coalesce(' ' || key, '') from lead_event where lead_id = ? and kind in"
                + " ('VISIT', 'PURCHASE', 'CUSTOM', 'FORM_SUBMITTED', 'WEBHOOK_CALLED') order by id", String.class,
                lead);
    }

    static String mail(String name) {
        return name + "-" + UUID.randomUUID() + "@example.com";
    }

    static byte[] hmac(String secret, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static String sha256(String text) throws Exception {
        return hex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private URI address(String path) {
        return URI.create("http://localhost:" + environment.getRequiredProperty("local.server.port") + path);
    }
}
