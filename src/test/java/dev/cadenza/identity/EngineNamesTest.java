package dev.cadenza.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.testing.CadenzaTest;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;

/** How the engine's web applications call people. */
@CadenzaTest
class EngineNamesTest {

    @Autowired
    TestRestTemplate http;

    @Test
    void whoHasNoNameIsCalledByAddress() {
        String email = "nameless-" + UUID.randomUUID() + "@cadenza.test";

        assertThat(profile(email, Map.of())).isEqualTo(email + "|");
    }

    @Test
    void whoHasOneNameIsCalledByIt() {
        String email = "one-" + UUID.randomUUID() + "@cadenza.test";

        assertThat(profile(email, Map.of("firstName", "Mira"))).isEqualTo("Mira|");
    }

    private String profile(String email, Map<String, String> names) {
        TestRestTemplate administrator = http.withBasicAuth("admin@cadenza.test", "correct-horse-battery");
        Map<String, String> user = new HashMap<>(names);
        user.putAll(Map.of("email", email, "password", People.PASSWORD, "role", "MARKETER"));
        assertThat(administrator.postForEntity("/api/v1/users", user, JsonNode.class).getStatusCode().value())
                .isEqualTo(201);
        JsonNode profile = administrator.getForObject("/engine-rest/user/{id}/profile", JsonNode.class, email);
        return profile.get("firstName").asText() + "|" + profile.get("lastName").asText();
    }
}
