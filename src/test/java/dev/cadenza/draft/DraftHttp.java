package dev.cadenza.draft;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Speaks to the API as an administrator. */
final class DraftHttp {

    private final TestRestTemplate http;

    DraftHttp(TestRestTemplate http) {
        this.http = http.withBasicAuth("admin@cadenza.test", "correct-horse-battery");
        this.http.getRestTemplate().setRequestFactory(new JdkClientHttpRequestFactory());
    }

    ResponseEntity<JsonNode> get(String path, Object... variables) {
        return http.getForEntity("/api/v1" + path, JsonNode.class, variables);
    }

    ResponseEntity<JsonNode> post(String path, Map<String, ?> body) {
        return http.postForEntity("/api/v1" + path, body, JsonNode.class);
    }

    ResponseEntity<JsonNode> put(String path, Map<String, ?> body) {
        return http.exchange("/api/v1" + path, HttpMethod.PUT, new HttpEntity<>(body), JsonNode.class);
    }

    ResponseEntity<JsonNode> patch(String path, Map<String, ?> body) {
        return http.exchange("/api/v1" + path, HttpMethod.PATCH, new HttpEntity<>(body), JsonNode.class);
    }

    ResponseEntity<JsonNode> delete(String path) {
        return http.exchange("/api/v1" + path, HttpMethod.DELETE, HttpEntity.EMPTY, JsonNode.class);
    }

    /** Each bad field with its code. */
    static List<String> errors(ResponseEntity<JsonNode> refused) {
        List<String> errors = new ArrayList<>();
        if (refused.getStatusCode().value() != 422) {
            errors.add("status " + refused.getStatusCode().value());
        }
        refused.getBody().path("errors")
                .forEach(error -> errors.add(error.get("field").asText() + " " + error.get("code").asText()));
        return errors;
    }

    static UUID lead(JdbcTemplate jdbc, String firstName, String company, String attributes) {
        UUID id = UUID.randomUUID();
        jdbc.update("""
                insert into lead (id, email, first_name, last_name, company, attributes, source, created_at, updated_at)
                values (?, ?, ?, 'Lovelace', ?, ?::jsonb, 'TEST', now(), now())""",
                id, id + "@acme.example", firstName, company, attributes);
        return id;
    }
}
