package dev.cadenza.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.testing.CadenzaTest;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

@CadenzaTest
class UserApiTest {

    @Autowired
    TestRestTemplate http;
    @Autowired
    Users users;

    People people;
    TestRestTemplate administrator;

    @BeforeEach
    void people() {
        people = new People(users, http);
        administrator = people.administrator();
    }

    @Test
    void administratorMakesAUserWhoThenSignsIn() {
        String email = "New-" + UUID.randomUUID() + "@Cadenza.test";

        ResponseEntity<JsonNode> created = administrator.postForEntity("/api/v1/users", Map.of("email", email,
                "password", "a-good-password", "role", "MARKETER", "firstName", "Nora"), JsonNode.class);

        assertThat(created.getStatusCode()).isEqualTo(HttpStatus.CREATED);
        URI location = created.getHeaders().getLocation();
        assertThat(administrator.getForObject(location, JsonNode.class).get("firstName").asText()).isEqualTo("Nora");
        assertThat(created.getBody().get("email").asText()).isEqualTo(email.toLowerCase());
        assertThat(created.getBody().toString()).doesNotContain("assword");
        assertThat(http.withBasicAuth(email, "a-good-password").getForEntity("/api/v1/auth/me", String.class)
                .getStatusCode()).isEqualTo(HttpStatus.OK);
    }

    @ParameterizedTest
    @CsvSource({"no-address, long-enough, MARKETER, email", "x@cadenza.test, short, MARKETER, password",
        "x@cadenza.test, long-enough, BOSS, role", "x@cadenza.test, long-enough, , role"})
    void badFieldIsNamedAndNobodyIsMade(String email, String password, String role, String field) {
        Map<String, String> request = role == null ? Map.of("email", email, "password", password)
                : Map.of("email", email, "password", password, "role", role);

        ResponseEntity<JsonNode> answer = administrator.postForEntity("/api/v1/users", request, JsonNode.class);

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(answer.getBody().at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(users.isKnown(email)).isFalse();
    }

    @Test
    void addressBelongsToOneUser() {
        SignedInUser present = people.make(Role.ANALYST);

        ResponseEntity<JsonNode> answer = administrator.postForEntity("/api/v1/users", Map.of("email",
                present.email().toUpperCase(), "password", "a-good-password", "role", "MARKETER"), JsonNode.class);

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
        assertThat(answer.getBody().get("type").asText()).endsWith("email-taken");
    }

    @Test
    void administratorChangesRoleNameActivityAndPassword() {
        SignedInUser user = people.make(Role.ANALYST);
        String path = "/api/v1/users/" + user.id();

        JsonNode changed = patch(path, Map.of("role", "MARKETER", "lastName", "Novak")).getBody();
        assertThat(changed.get("role").asText()).isEqualTo("MARKETER");
        assertThat(changed.get("lastName").asText()).isEqualTo("Novak");

        administrator.put(path + "/password", Map.of("password", "a-new-password"));
        assertThat(status(user.email(), People.PASSWORD)).isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(status(user.email(), "a-new-password")).isEqualTo(HttpStatus.OK);

        patch(path, Map.of("active", false));
        assertThat(status(user.email(), "a-new-password")).isEqualTo(HttpStatus.UNAUTHORIZED);
        patch(path, Map.of("active", true));
        assertThat(status(user.email(), "a-new-password")).isEqualTo(HttpStatus.OK);
    }

    @Test
    void usersAreListedByPage() {
        people.make(Role.ANALYST);

        JsonNode page = administrator.getForObject("/api/v1/users?size=1", JsonNode.class);

        assertThat(page.get("content")).hasSize(1);
        assertThat(page.get("totalElements").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(administrator.getForEntity("/api/v1/users?size=0", String.class).getStatusCode())
                .isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(administrator.getForEntity("/api/v1/users/" + UUID.randomUUID(), String.class).getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, names = {"MARKETER", "ANALYST"})
    void onlyAdministratorsReachTheUsers(Role role) {
        SignedInUser user = people.make(role);
        TestRestTemplate other = people.as(user);

        assertThat(other.getForEntity("/api/v1/users", String.class).getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        ResponseEntity<JsonNode> promoted = other.exchange("/api/v1/users/" + user.id(), HttpMethod.PATCH,
                new HttpEntity<>(Map.of("role", "ADMINISTRATOR")), JsonNode.class);
        assertThat(promoted.getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(promoted.getBody().get("type").asText()).isEqualTo("urn:cadenza:problem:not-allowed");
        assertThat(other.getForEntity("/api/v1/auth/me", String.class).getStatusCode()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void analystsReadAndMarketersWrite() {
        TestRestTemplate analyst = people.as(Role.ANALYST);
        TestRestTemplate marketer = people.as(Role.MARKETER);

        assertThat(analyst.getForEntity("/api/v1/no-such-thing", String.class).getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        for (HttpMethod method : new HttpMethod[] {HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH,
            HttpMethod.DELETE}) {
            assertThat(analyst.exchange("/api/v1/no-such-thing", method, null, String.class).getStatusCode())
                    .isEqualTo(HttpStatus.FORBIDDEN);
            assertThat(marketer.exchange("/api/v1/no-such-thing", method, null, String.class).getStatusCode())
                    .isEqualTo(HttpStatus.NOT_FOUND);
        }
    }

    private ResponseEntity<JsonNode> patch(String path, Map<String, ?> body) {
        return administrator.exchange(path, HttpMethod.PATCH, new HttpEntity<>(body), JsonNode.class);
    }

    private Object status(String email, String password) {
        return http.withBasicAuth(email, password).getForEntity("/api/v1/auth/me", String.class).getStatusCode();
    }
}
