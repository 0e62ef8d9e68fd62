package dev.cadenza.lead;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;

/** Single leads over HTTP. */
@CadenzaTest
class LeadApiTest {

    private static final String LEADS = "/api/v1/leads";

    @Autowired
    TestRestTemplate anonymous;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TestClock clock;
    @Autowired
    LeadProfiles profiles;
    @Autowired
    LeadProgress progress;

    private TestRestTemplate http;
    private final String unique = UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void signIn() {
        http = anonymous.withBasicAuth("admin@cadenza.test", "correct-horse-battery");
    }

    @Test
    void aLeadIsCreatedReadChangedAndDeleted() {
        ResponseEntity<JsonNode> created = http.postForEntity(LEADS, json("""
                {"email": " Anna.%s@Example.COM ", "phone": "+49 (0)30 %s", "firstName": "Anna", "lastName": "Müller",
                 "company": "Acme GmbH", "timezone": "europe/berlin", "website": "acme.example", "score": 7,
                 "attributes": {"plan": "gold", "employees": 12.50, "vip": true}}
                """.formatted(unique, digits())), JsonNode.class);
        assertThat(created.getStatusCode().value()).isEqualTo(201);
        JsonNode lead = created.getBody();
        String address = LEADS + "/" + lead.get("id").asText();
        assertThat(created.getHeaders().getLocation()).hasToString(address);
        assertThat(lead.get("email").asText()).isEqualTo("anna." + unique + "@example.com");
        assertThat(lead.get("phone").asText()).isEqualTo("+4930" + digits());
        assertThat(lead.get("name").asText()).isEqualTo("Anna Müller");
        assertThat(lead.get("timezone").asText()).isEqualTo("Europe/Berlin");
        assertThat(lead.get("website").asText()).isEqualTo("https://acme.example");
        assertThat(lead.get("status").asText()).isEqualTo("NEW");
        assertThat(lead.get("source").asText()).isEqualTo("api");
        assertThat(lead.get("attributes").toString()).isEqualTo("{\"vip\":true,\"plan\":\"gold\",\"employees\":12.5}");
        assertThat(read(address)).isEqualTo(lead);

        clock.advance(Duration.ofMinutes(1));
        JsonNode changed = patch(address, """
                {"lastName": null, "company": "  ", "score": 9, "status": "qualified",
                 "attributes": {"plan": null, "employees": 13}}""").getBody();
        assertThat(changed.has("lastName")).isFalse();
        assertThat(changed.has("company")).isFalse();
        assertThat(changed.get("firstName").asText()).isEqualTo("Anna");
        assertThat(changed.get("phone")).isEqualTo(lead.get("phone"));
        assertThat(changed.get("score").asInt()).isEqualTo(9);
        assertThat(changed.get("status").asText()).isEqualTo("QUALIFIED");
        assertThat(changed.get("attributes").toString()).isEqualTo("{\"vip\":true,\"employees\":13}");
        assertThat(changed.get("updatedAt").asText()).isGreaterThan(lead.get("updatedAt").asText());
        assertThat(changed.get("createdAt")).isEqualTo(lead.get("createdAt"));

        assertThat(patch(address, "{\"attributes\": null, \"email\": null}").getBody().get("attributes")).isEmpty();
        assertThat(http.exchange(address, HttpMethod.DELETE, null, JsonNode.class).getStatusCode().value()).isEqualTo(204);
        assertThat(http.getForEntity(address, JsonNode.class).getStatusCode().value()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"email\": \"anna\"}                              | email            | invalid",
        "{\"email\": 5}                                     | email            | invalid",
        "{\"phone\": \"030 123456\"}                        | phone            | invalid",
        "{\"timezone\": \"Mars/Olympus\"}                   | timezone         | invalid",
        "{\"website\": \"no url\"}                          | website          | invalid",
        "{\"linkedinUrl\": \"mailto:a@b.de\"}               | linkedinUrl      | invalid",
        "{\"firstName\": \"a\\u0000b\"}                     | firstName        | invalid",
        "{\"status\": \"HOT\"}                              | status           | invalid",
        "{\"score\": \"9\"}                                 | score            | invalid",
        "{\"score\": 1.5}                                   | score            | invalid",
        "{\"score\": null}                                  | score            | invalid",
        "{\"score\": 99999999999}                           | score            | invalid",
        "{\"shoeSize\": 44}                                 | shoeSize         | unknown-field",
        "{\"id\": \"x\"}                                    | id               | unknown-field",
        "{\"stoppedAutomation\": true}                      | stoppedAutomation | unknown-field",
        "{\"attributes\": []}                               | attributes       | invalid",
        "{\"attributes\": {\"a b\": 1}}                     | attributes       | bad-key",
        "{\"attributes\": {\"\": 1}}                        | attributes       | bad-key",
        "{\"attributes\": {\"email\": \"x\"}}               | attributes.email | reserved",
        "{\"attributes\": {\"a\": {}}}                      | attributes.a     | invalid",
        "{\"attributes\": {\"a\": [1]}}                     | attributes.a     | invalid",
        "{\"attributes\": {\"a\": 1e400}}                   | attributes.a     | invalid",
        "{\"attributes\": {\"a\": \"\\ud800\"}}             | attributes.a     | invalid",
    })
    void badInputNamesItsFieldAndChangesNothing(String fault, String field, String code) {
        String email = "good." + unique + "@example.com";
        String address = create("{\"email\": \"" + email + "\", \"firstName\": \"Anna\"}");
        JsonNode before = read(address);
        ResponseEntity<JsonNode> changed = patch(address, fault);
        assertThat(faults(changed, 422)).containsExactly(field + " " + code);
        assertThat(read(address)).isEqualTo(before);
        long leads = count();
        String body = fault.contains("\"email\": ") && !fault.contains("attributes") ? fault
                : "{\"email\": \"new." + unique + "@example.com\", " + fault.strip().substring(1);
        assertThat(faults(http.postForEntity(LEADS, json(body), JsonNode.class), 422)).contains(field + " " + code);
        assertThat(count()).isEqualTo(leads);
    }

    @Test
    void allFaultsAreNamedTogether() {
        assertThat(faults(http.postForEntity(LEADS, json("{\"email\": \"x\", \"timezone\": \"x\", \"firstName\": \""
                + "x".repeat(201) + "\"}"), JsonNode.class), 422))
                .containsExactly("email invalid", "timezone invalid", "firstName too-long");
    }

    @Test
    void aLeadNeedsAnAddress() {
        assertThat(faults(http.postForEntity(LEADS, json("{\"firstName\": \"Anna\", \"email\": \" \"}"), JsonNode.class),
                422)).containsExactly("email required", "phone required");
        String address = create("{\"email\": \"only." + unique + "@example.com\"}");
        assertThat(faults(patch(address, "{\"email\": null}"), 422)).containsExactly("email required", "phone required");
        assertThat(read(address).get("email").asText()).startsWith("only.");
    }

    @Test
    void attributesTooLargeTogetherAreRefused() {
        StringBuilder large = new StringBuilder();
        IntStream.range(0, 9).forEach(i -> large.append(i == 0 ? "" : ",").append("\"a").append(i).append("\":\"")
                .append("x".repeat(4000)).append('"'));
        assertThat(faults(http.postForEntity(LEADS, json("{\"email\": \"l." + unique + "@example.com\", \"attributes\": {"
                + large + "}}"), JsonNode.class), 422)).containsExactly("attributes too-large");
    }

    @Test
    void anAddressBelongsToOneLead() {
        String email = "taken." + unique + "@example.com";
        String phone = "+4930" + digits();
        String first = create("{\"email\": \"" + email + "\", \"phone\": \"" + phone + "\"}");
        String other = create("{\"email\": \"other." + unique + "@example.com\"}");
        for (String body : List.of("{\"email\": \"" + email.toUpperCase() + "\"}", "{\"phone\": \"" + phone + "\"}")) {
            String field = body.contains("email") ? "email" : "phone";
            for (ResponseEntity<JsonNode> refused : List.of(http.postForEntity(LEADS, json(body), JsonNode.class),
                    patch(other, body))) {
                assertThat(faults(refused, 409)).containsExactly(field + " taken");
                assertThat(LEADS + "/" + refused.getBody().get("leadId").asText()).isEqualTo(first);
                assertThat(refused.getBody().get("type").asText()).isEqualTo("urn:cadenza:problem:" + field + "-taken");
            }
        }
        assertThat(patch(first, "{\"email\": \"" + email + "\"}").getStatusCode().value()).isEqualTo(200);
    }

    @Test
    void ofTwoLeadsMadeAtTheSameMomentWithOneAddressOneIsRefused() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Integer> create = () -> http.postForEntity(LEADS,
                    json("{\"email\": \"race." + unique + "@example.com\"}"), JsonNode.class).getStatusCode().value();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> status : threads.invokeAll(Collections.nCopies(8, create))) {
                statuses.add(status.get());
            }
            assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void automationIsStoppedAndResumed() {
        String address = create("{\"email\": \"stop." + unique + "@example.com\"}");
        assertThat(http.postForObject(address + "/stop-automation", null, JsonNode.class).get("stoppedAutomation").asBoolean())
                .isTrue();
        assertThat(http.postForObject(address + "/stop-automation", null, JsonNode.class).get("stoppedAutomation").asBoolean())
                .isTrue();
        assertThat(http.postForObject(address + "/resume-automation", null, JsonNode.class).get("stoppedAutomation").asBoolean())
                .isFalse();
        String nobody = LEADS + "/" + UUID.randomUUID();
        for (String verb : List.of("/stop-automation", "/resume-automation")) {
            assertThat(http.postForEntity(nobody + verb, null, JsonNode.class).getStatusCode().value()).isEqualTo(404);
        }
    }

    @Test
    void theRawDataAndTheImportOfALeadAreReadable() {
        String address = create("{\"email\": \"raw." + unique + "@example.com\"}");
        UUID id = UUID.fromString(address.substring(LEADS.length() + 1));
        UUID batch = UUID.randomUUID();
        jdbc.update("update lead set raw_data = '{\"E-Mail\": \"RAW@example.com\"}', import_batch_id = ? where id = ?",
                batch, id);
        assertThat(read(address).get("rawData").get("E-Mail").asText()).isEqualTo("RAW@example.com");
        assertThat(read(address).get("importBatchId").asText()).isEqualTo(batch.toString());
    }

    @Test
    void leadsThatAreNotThereAndIdsThatAreNone() {
        String nobody = LEADS + "/" + UUID.randomUUID();
        assertThat(http.getForEntity(nobody, JsonNode.class).getStatusCode().value()).isEqualTo(404);
        assertThat(patch(nobody, "{\"firstName\": \"A\"}").getStatusCode().value()).isEqualTo(404);
        assertThat(http.exchange(nobody, HttpMethod.DELETE, null, JsonNode.class).getStatusCode().value()).isEqualTo(404);
        assertThat(faults(http.getForEntity(LEADS + "/7", JsonNode.class), 422)).containsExactly("id invalid");
        for (String body : List.of("", "{", "[]", "null", "\"x\"")) {
            assertThat(http.postForEntity(LEADS, json(body), JsonNode.class).getStatusCode().value()).as(body).isEqualTo(400);
        }
        assertThat(anonymous.getForEntity(nobody, JsonNode.class).getStatusCode().value()).isEqualTo(401);
    }

    @Test
    void profilesAreLoadedInTheOrderOfTheirIds() {
        List<UUID> ids = IntStream.range(0, 5).mapToObj(i -> UUID.fromString(
                create("{\"email\": \"p" + i + "." + unique + "@example.com\"}").substring(LEADS.length() + 1))).toList();
        List<UUID> asked = List.of(ids.get(3), UUID.randomUUID(), ids.get(0), ids.get(4));
        assertThat(profiles.load(asked)).extracting(LeadProfile::id).containsExactly(ids.get(3), ids.get(0), ids.get(4));
        assertThat(profiles.find(UUID.randomUUID())).isEmpty();
        assertThat(profiles.load(List.of())).isEmpty();
    }

    @Test
    void statusesOnlyMoveOn() {
        Map<String, String> expected = Map.of("NEW", "REPLIED", "CONTACTED", "REPLIED", "CUSTOMER", "CUSTOMER");
        expected.forEach((before, after) -> {
            String address = create("{\"email\": \"" + before + "." + unique + "@example.com\", \"status\": \"" + before + "\"}");
            UUID id = UUID.fromString(address.substring(LEADS.length() + 1));
            assertThat(progress.contacted(List.of(id))).isEqualTo(before.equals("NEW") ? 1 : 0);
            assertThat(progress.replied(id)).isEqualTo(!before.equals(after));
            assertThat(read(address).get("status").asText()).isEqualTo(after);
        });
    }

    private String digits() {
        return Integer.toString(1_000_000 + Math.floorMod(unique.hashCode(), 8_000_000));
    }

    private String create(String body) {
        ResponseEntity<JsonNode> created = http.postForEntity(LEADS, json(body), JsonNode.class);
        assertThat(created.getStatusCode().value()).as(String.valueOf(created.getBody())).isEqualTo(201);
        return String.valueOf(created.getHeaders().getLocation());
    }

    private JsonNode read(String address) {
        return http.getForObject(address, JsonNode.class);
    }

    private ResponseEntity<JsonNode> patch(String address, String body) {
        return http.exchange(address, HttpMethod.PATCH, json(body), JsonNode.class);
    }

    private long count() {
        return http.getForObject(LEADS, JsonNode.class).get("totalElements").asLong();
    }

    private static List<String> faults(ResponseEntity<JsonNode> response, int status) {
        assertThat(response.getStatusCode().value()).as(String.valueOf(response.getBody())).isEqualTo(status);
        return StreamSupport.stream(response.getBody().get("errors").spliterator(), false)
                .map(error -> error.get("field").asText() + " " + error.get("code").asText()).toList();
    }

    private static HttpEntity<String> json(String body) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        return new HttpEntity<>(body, headers);
    }
}
