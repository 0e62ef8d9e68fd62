package dev.cadenza.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;

@CadenzaTest
class ApiKeyTest {

    @Autowired
    TestRestTemplate http;
    @Autowired
    Users users;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TestClock clock;

    People people;
    SignedInUser service;

    @BeforeEach
    void somebody() {
        people = new People(users, http);
        service = people.make(Role.SERVICE);
    }

    @Test
    void keyOpensWhatItsScopesSayAndNothingElse() {
        String key = make(service, List.of("leads:write", "campaigns:read")).get("key").asText();

        assertThat(call(key, HttpMethod.POST, "/api/v1/leads", Map.of("email", UUID.randomUUID() + "@example.com")))
                .isEqualTo(201);
        assertThat(call(key, HttpMethod.GET, "/api/v1/leads", null)).isEqualTo(200);
        assertThat(call(key, HttpMethod.GET, "/api/v1/campaigns", null)).isEqualTo(200);
        assertThat(call(key, HttpMethod.POST, "/api/v1/campaigns", Map.of("name", "x"))).isEqualTo(403);
        assertThat(call(key, HttpMethod.GET, "/api/v1/lists", null)).isEqualTo(403);
        assertThat(call(key, HttpMethod.GET, "/engine-rest/process-instance", null)).isEqualTo(403);
        assertThat(call(key, HttpMethod.GET, "/mailbox.html", null)).isEqualTo(403);
        assertThat(call(key, HttpMethod.GET, "/api/v1/auth/me", null)).isEqualTo(200);
    }

    @Test
    void bearerTokenAndHeaderAreTheSame() {
        String key = make(service, List.of("*:read", "engine:read")).get("key").asText();
        HttpHeaders bearer = new HttpHeaders();
        bearer.setBearerAuth(key);

        for (String path : List.of("/api/v1/leads", "/engine-rest/process-instance/count")) {
            assertThat(http.exchange(path, HttpMethod.GET, new HttpEntity<>(bearer), String.class).getStatusCode()
                    .value()).as(path).isEqualTo(200);
            assertThat(call(key, HttpMethod.GET, path, null)).isEqualTo(200);
        }
    }

    @Test
    void keyHasNoMoreRightsThanItsUser() {
        String key = make(people.make(Role.ANALYST), List.of("*:write")).get("key").asText();

        assertThat(call(key, HttpMethod.GET, "/api/v1/leads", null)).isEqualTo(200);
        assertThat(call(key, HttpMethod.POST, "/api/v1/leads", Map.of("email", "x@example.com"))).isEqualTo(403);
    }

    @Test
    void noKeyReachesUsersKeysSessionsAndPasswords() {
        SignedInUser administrator = people.make(Role.ADMINISTRATOR);
        String key = make(administrator, List.of("*:write")).get("key").asText();

        assertThat(call(key, HttpMethod.GET, "/api/v1/users", null)).isEqualTo(403);
        assertThat(call(key, HttpMethod.POST, "/api/v1/api-keys", Map.of("name", "x", "scopes", List.of("*:read"))))
                .isEqualTo(403);
        assertThat(call(key, HttpMethod.POST, "/api/v1/auth/logout-everywhere", null)).isEqualTo(403);
        assertThat(call(key, HttpMethod.GET, "/api/v1/auth/sessions", null)).isEqualTo(403);
        assertThat(call(key, HttpMethod.GET, "/actuator/info", null)).isEqualTo(403);
    }

    @Test
    void keyEndsWhenItIsRevokedWhenItsTimeIsOverAndWithItsUser() {
        JsonNode revoked = make(service, List.of("*:read"));
        String ending = make(service, List.of("*:read"), clock.instant().plus(Duration.ofDays(2)).toString())
                .get("key").asText();
        String kept = make(service, List.of("*:read")).get("key").asText();

        people.as(service).delete("/api/v1/api-keys/" + revoked.get("id").asText());
        assertThat(call(revoked.get("key").asText(), HttpMethod.GET, "/api/v1/leads", null)).isEqualTo(401);
        assertThat(call(ending, HttpMethod.GET, "/api/v1/leads", null)).isEqualTo(200);
        clock.advance(Duration.ofDays(2));
        assertThat(call(ending, HttpMethod.GET, "/api/v1/leads", null)).isEqualTo(401);
        assertThat(call(kept, HttpMethod.GET, "/api/v1/leads", null)).isEqualTo(200);
        users.change(service.id(), new UserChange(null, false, null, null, null));
        assertThat(call(kept, HttpMethod.GET, "/api/v1/leads", null)).isEqualTo(401);
    }

    @Test
    void keyIsShownOnceKeptAsAHashAndItsLastUseIsListed() {
        JsonNode made = make(service, List.of("leads:read"));
        String key = made.get("key").asText();
        assertThat(key).startsWith("cdz_");
        call(key, HttpMethod.GET, "/api/v1/leads", null);

        JsonNode listed = people.as(service).getForObject("/api/v1/api-keys", JsonNode.class).get(0);

        assertThat(listed.has("key")).isFalse();
        assertThat(listed.get("lastUsedAt").asText()).isEqualTo(clock.instant().toString());
        assertThat(jdbc.queryForList("select * from api_key where user_id = ?", service.id()).toString())
                .doesNotContain(key.substring(26));
        String before = jdbc.queryForObject("select xmin::text from api_key where user_id = ?", String.class,
                service.id());
        call(key, HttpMethod.GET, "/api/v1/leads", null);
        assertThat(jdbc.queryForObject("select xmin::text from api_key where user_id = ?", String.class, service.id()))
                .as("a key that is used again within a minute writes nothing").isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"leads", "leads:delete", "users:read", "auth:write", "api-keys:write", "Leads:read", ":read",
        "*"})
    void badScopeIsNamedAndNoKeyIsMade(String scope) {
        ResponseEntity<JsonNode> answer = people.as(service).postForEntity("/api/v1/api-keys", Map.of("name", "x",
                "scopes", List.of(scope)), JsonNode.class);

        assertThat(answer.getStatusCode().value()).isEqualTo(422);
        assertThat(answer.getBody().at("/errors/0/field").asText()).isEqualTo("scopes");
        assertThat(people.as(service).getForObject("/api/v1/api-keys", JsonNode.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cdz_", "cdz_nonsense", "cdz_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "x"})
    void whatIsNoKeyIsRefused(String key) {
        assertThat(call(key, HttpMethod.GET, "/api/v1/leads", null)).isEqualTo(401);
    }

    @Test
    void programsSignInNowhereElseAndDoWhatMarketersDoOverRest() {
        TestRestTemplate rest = people.as(service);

        assertThat(rest.postForEntity("/api/v1/lists", Map.of("name", "List " + UUID.randomUUID()), String.class)
                .getStatusCode().value()).isEqualTo(201);
        for (String application : List.of("tasklist", "cockpit", "admin")) {
            assertThat(new Browser(http).signIn(application, service, People.PASSWORD).getStatusCode().value())
                    .as(application).isEqualTo(403);
        }
    }

    private JsonNode make(SignedInUser user, List<String> scopes) {
        return make(user, scopes, null);
    }

    private JsonNode make(SignedInUser user, List<String> scopes, String expiresAt) {
        Map<String, Object> body = new HashMap<>(Map.of("name", "Nightly import", "scopes", scopes));
        if (expiresAt != null) {
            body.put("expiresAt", expiresAt);
        }
        return people.as(user).postForObject("/api/v1/api-keys", body, JsonNode.class);
    }

    private int call(String key, HttpMethod method, String path, Object body) {
        HttpHeaders headers = new HttpHeaders();
        headers.set("X-API-Key", key);
        return http.exchange(path, method, new HttpEntity<>(body, headers), String.class).getStatusCode().value();
    }
}
