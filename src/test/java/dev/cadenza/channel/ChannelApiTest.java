package dev.cadenza.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.CredentialProperties;
import dev.cadenza.platform.SecretCipher;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.LedgerApiServer;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.Marketing.Answer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;

@CadenzaTest
class ChannelApiTest {

    private static final String SECRET = "SG.very-secret-key";

    @Autowired
    Marketing api;
    @Autowired
    ChannelConfigs channels;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TestRestTemplate http;

    private static Map<String, Object> sendGrid(Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(Map.of("name", "SendGrid " + UUID.randomUUID(), "provider", "sendgrid",
                "credentials", Map.of("apiKey", SECRET)));
        body.putAll(more);
        return body;
    }

    private UUID created(Map<String, Object> body) {
        return Marketing.expect(201, api.post("/api/v1/channels", body)).id();
    }

    @Test
    void secretsAreNeverReturnedAndLieEncryptedInTheDatabase() {
        Answer created = Marketing.expect(201, api.post("/api/v1/channels", sendGrid(Map.of())));

        assertThat(created.body().toString()).doesNotContain(SECRET);
        assertThat(created.body().get("credentials")).extracting(JsonNode::asText)
                .containsExactly("apiKey");
        assertThat(created.body().get("channel").asText()).isEqualTo("EMAIL");
        byte[] stored = jdbc.queryForObject("select credentials from channel_config where id = ?", byte[].class,
                created.id());
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("secret-key");
        assertThat(channels.get(created.id()).credentials().get("apiKey")).contains(SECRET);
        assertThat(channels.get(created.id()).toString()).doesNotContain(SECRET);
        assertThat(api.get("/api/v1/channels/" + created.id()).body().toString()).doesNotContain(SECRET);
        assertThat(api.get("/api/v1/channels?size=500").body().toString()).doesNotContain(SECRET);
    }

    @Test
    void credentialsCantBeCopiedFromOneChannelToAnother() {
        UUID one = created(sendGrid(Map.of()));
        UUID other = created(sendGrid(Map.of()));
        jdbc.update("update channel_config set credentials = (select credentials from channel_config where id = ?)"
                + " where id = ?", one, other);

        Answer test = api.post("/api/v1/channels/" + other + "/test", Map.of("to", "a@example.org", "from",
                "b@example.org"));

        assertThat(test.status()).isEqualTo(409);
        assertThat(test.body().get("type").asText()).endsWith("credentials-unreadable");
    }

    @Test
    void aChangeKeepsWhatIsNotGiven() {
        UUID id = created(sendGrid(Map.of("perSecond", 5, "perDay", 1000)));

        Answer changed = Marketing.expect(200, api.patch("/api/v1/channels/" + id,
                Map.of("active", false, "perDay", 0, "settings", Map.of("region", "EU"))));

        assertThat(changed.body().get("active").asBoolean()).isFalse();
        assertThat(changed.body().has("perDay")).isFalse();
        assertThat(changed.body().get("perSecond").asInt()).isEqualTo(5);
        assertThat(changed.body().at("/settings/region").asText()).isEqualTo("EU");
        assertThat(channels.get(id).credentials().get("apiKey")).contains(SECRET);
        assertThat(channels.active(ChannelType.EMAIL)).extracting(ChannelConfig::id).doesNotContain(id);
    }

    @Test
    void onlyAdministratorsSayWhereMessagesGo() {
        UUID id = created(sendGrid(Map.of("settings", Map.of("baseUrl", "http://127.0.0.1:9"))));
        String marketer = "marketer-" + UUID.randomUUID() + "@cadenza.test";
        Marketing.expect(201, api.post("/api/v1/users", Map.of("email", marketer, "password",
                "correct-horse-battery-staple", "role", "MARKETER")));

        assertThat(as(marketer, HttpMethod.POST, "/api/v1/channels",
                sendGrid(Map.of("settings", Map.of("baseUrl", "http://evil.example")))).getStatusCode().value())
                .isEqualTo(403);
        assertThat(as(marketer, HttpMethod.PATCH, "/api/v1/channels/" + id,
                Map.of("settings", Map.of("baseUrl", "http://evil.example"))).getStatusCode().value()).isEqualTo(403);
        assertThat(as(marketer, HttpMethod.PATCH, "/api/v1/channels/" + id, Map.of("perDay", 5))
                .getStatusCode().value()).isEqualTo(200);
        assertThat(channels.get(id).setting("baseUrl")).contains("http://127.0.0.1:9");
    }

    private ResponseEntity<String> as(String user, HttpMethod method, String path, Map<String, ?> body) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        headers.setBasicAuth(user, "correct-horse-battery-staple");
        return http.exchange(path, method, new HttpEntity<>(body, headers), String.class);
    }

    @Test
    void theTestActionSaysWhatTheProviderMadeOfIt() throws Exception {
        try (LedgerApiServer server = new LedgerApiServer(0, null)) {
            UUID id = created(sendGrid(Map.of("settings", Map.of("baseUrl", server.address()))));
            Map<String, String> request = Map.of("to", "me@example.org", "from", "sales@example.com");

            Answer good = Marketing.expect(200, api.post("/api/v1/channels/" + id + "/test", request));
            assertThat(good.body().get("outcome").asText()).isEqualTo("ACCEPTED");
            assertThat(good.body().get("providerId").asText()).hasSize(22);

            server.fault(LedgerApiServer.Fault.ERROR, 1);
            Answer bad = Marketing.expect(200, api.post("/api/v1/channels/" + id + "/test", request));
            assertThat(bad.body().get("outcome").asText()).isEqualTo("UNKNOWN");
            assertThat(bad.body().get("sentence").asText()).startsWith("500");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\"x\",\"provider\":\"nobody\"}",
        "{\"name\":\"x\",\"provider\":\"twilio\",\"channel\":\"EMAIL\"}",
        "{\"name\":\"x\",\"provider\":\"sendgrid\",\"settings\":{\"apiKey\":\"SG\"}}",
        "{\"name\":\"x\",\"provider\":\"sendgrid\",\"credentials\":{\"apiKey\":\"a\"},\"settings\":{\"baseUrl\":\"::\"}}",
        "{\"name\":\"x\",\"provider\":\"sendgrid\",\"credentials\":{\"apiKey\":\"a\"},"
            + "\"settings\":{\"baseUrl\":\"ftp://mail.example.com\"}}",
        "{\"name\":\"x\",\"provider\":\"sendgrid\",\"credentials\":{\"apiKey\":[1]}}",
        "{\"name\":\"x\",\"provider\":\"sendgrid\",\"credentials\":{\"apiKey\":\"a\"},\"perSecond\":-1}",
        "{\"name\":\"x\",\"provider\":\"sendgrid\",\"credentials\":{\"apiKey\":\"a\"},\"perSecond\":1e300}",
        "{\"name\":\"x\",\"provider\":\"smtp\",\"settings\":{\"host\":\"h\",\"port\":\"70000\"}}"})
    void badInputNamesTheFieldAndChangesNothing(String body) {
        long before = jdbc.queryForObject("select count(*) from channel_config", Long.class);

        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        ResponseEntity<String> answer = http.withBasicAuth("admin@cadenza.test", "correct-horse-battery")
                .postForEntity("/api/v1/channels", new HttpEntity<>(body, headers), String.class);

        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(422);
        assertThat(answer.getBody()).contains("\"errors\"");
        assertThat(jdbc.queryForObject("select count(*) from channel_config", Long.class)).isEqualTo(before);
    }

    @Test
    void aTestThatLacksWhatItNeedsNamesIt() {
        UUID push = created(Map.of("name", "P " + UUID.randomUUID(), "provider", "webpush", "settings",
                Map.of("subject", "mailto:ops@example.com")));
        Map<String, Object> empty = new HashMap<>();
        empty.put("1", null);

        for (Map<String, Object> device : List.<Map<String, Object>>of(Map.of(), Map.of("endpoint", "https://x.example"))) {
            assertThat(api.post("/api/v1/channels/" + push + "/test", Map.of("device", device)).body()
                    .at("/errors/0/field").asText()).isEqualTo("device");
        }
        assertThat(api.post("/api/v1/channels/" + created(sendGrid(Map.of())) + "/test", Map.of("to", "a@example.org",
                "from", "b@example.org", "contentSid", "HX1", "contentVariables", empty)).body().at("/errors/0/field")
                .asText()).isEqualTo("contentVariables");
    }

    @Test
    void aChannelThatIsUsedCantBeRemoved() {
        UUID used = created(sendGrid(Map.of()));
        UUID unused = created(sendGrid(Map.of()));
        Marketing.expect(201, api.post("/api/v1/sender-accounts", Map.of("email",
                "s" + UUID.randomUUID() + "@example.com", "channelId", used)));

        assertThat(api.call(HttpMethod.DELETE, "/api/v1/channels/" + used, null).status()).isEqualTo(409);
        assertThat(api.call(HttpMethod.DELETE, "/api/v1/channels/" + unused, null).status()).isEqualTo(204);
    }

    @Test
    void aNewKeyEncryptsEverythingAnew() {
        SecretCipher old = cipher("b2xkLWtleS1vZi0zMi1ieXRlcy1leGFjdGx5LXllcyE=", List.of());
        UUID id = UUID.randomUUID();
        byte[] sealed = old.encrypt(id, Map.of("apiKey", SECRET));
        SecretCipher rotated = cipher("bmV3LWtleS1vZi0zMi1ieXRlcy1leGFjdGx5LXllcyE=",
                List.of("b2xkLWtleS1vZi0zMi1ieXRlcy1leGFjdGx5LXllcyE="));

        assertThat(rotated.keyId()).isNotEqualTo(old.keyId());
        assertThat(rotated.decrypt(id, old.keyId(), sealed)).containsEntry("apiKey", SECRET);
        assertThat(Marketing.expect(200, api.post("/api/v1/channels/rotate-credentials", null)).body()
                .get("channels").asInt()).isNotNegative();
    }

    @Test
    void withoutAKeyNothingIsKeptOnASharedDatabase() {
        SecretCipher none = cipher(null, List.of());

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> none.encrypt(UUID.randomUUID(), Map.of())))
                .hasMessageContaining("CADENZA_CREDENTIALS_KEY");
    }

    private static SecretCipher cipher(String key, List<String> previous) {
        dev.cadenza.platform.Installation shared = org.mockito.Mockito.mock(dev.cadenza.platform.Installation.class);
        return new SecretCipher(new CredentialProperties(key, previous), new dev.cadenza.platform.CadenzaProperties(
                java.nio.file.Path.of("none"), java.net.URI.create("http://localhost"), null), shared);
    }
}
