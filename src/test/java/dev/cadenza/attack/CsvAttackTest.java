package dev.cadenza.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.identity.Role;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** A file of leads comes from somebody whom nobody knows: its cells are words. */
@CadenzaTest
class CsvAttackTest {

    @Autowired
    Attackers attackers;
    @Autowired
    EngineTurns turns;
    @Autowired
    JdbcTemplate jdbc;

    TestRestTemplate marketer;

    @BeforeEach
    void signIn() {
        marketer = attackers.as(Role.MARKETER);
    }

    @Test
    void cellsAreKeptAsWordsAndNothingOfThemRuns() {
        String email = UUID.randomUUID() + "@example.com";
        imported("email,first name,company,note\n" + email + ",\"'; drop table lead; --\",\"${7*7}{{email}}\","
                + "\"<script>alert(1)</script>\"\n");

        JsonNode lead = marketer.getForObject("/api/v1/leads?q={q}", JsonNode.class, email).at("/content/0");

        assertThat(lead.get("firstName").asText()).isEqualTo("'; drop table lead; --");
        assertThat(lead.get("company").asText()).isEqualTo("${7*7}{{email}}");
        assertThat(lead.toString()).contains("<script>alert(1)</script>");
        assertThat(jdbc.queryForObject("select count(*) from lead where email = ?", Integer.class, email)).isOne();
    }

    @Test
    void refusedRowsComeBackWithoutAFormula() {
        UUID id = imported("email,company\nno-address,\"=cmd|'/c calc'!A0\"\nneither,\"+1+1\"\nnor,\"@SUM(A1)\"\n"
                + UUID.randomUUID() + "@example.com,Harmless\n");

        String csv = marketer.getForObject("/api/v1/imports/" + id + "/refusals.csv", String.class);

        assertThat(csv).contains("'=cmd", "'+1+1", "'@SUM").doesNotContainPattern("(^|[,\"\\n])[=+@]");
    }

    private UUID imported(String csv) {
        MultiValueMap<String, Object> parts = new LinkedMultiValueMap<>();
        parts.add("file", new ByteArrayResource(csv.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public String getFilename() {
                return "leads.csv";
            }
        });
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.MULTIPART_FORM_DATA);
        UUID id = UUID.fromString(marketer.postForObject("/api/v1/imports", new HttpEntity<>(parts, headers),
                JsonNode.class).get("id").asText());
        turns.runDueJobsLeavingFailures();
        return id;
    }
}
