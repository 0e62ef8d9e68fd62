package dev.cadenza.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** What a client does with cards, and the turns of the node's own work by hand. */
final class CardsOverHttp {

    static final String CARDS = "/api/v1/business-cards";

    private final TestRestTemplate http;
    private final CardReading reading;
    private final RuntimeService runtime;
    private final ManagementService management;

    CardsOverHttp(TestRestTemplate http, CardReading reading, RuntimeService runtime, ManagementService management) {
        this(http, reading, runtime, management, "admin@cadenza.test", "correct-horse-battery");
    }

    CardsOverHttp(TestRestTemplate http, CardReading reading, RuntimeService runtime, ManagementService management,
            String user, String password) {
        this.http = http.withBasicAuth(user, password);
        this.reading = reading;
        this.runtime = runtime;
        this.management = management;
    }

    ResponseEntity<JsonNode> upload(Map<String, byte[]> files, Map<String, String> form) {
        MultiValueMap<String, Object> body = new LinkedMultiValueMap<>();
        files.forEach((name, file) -> body.add("file", new ByteArrayResource(file) {
            @Override
            public String getFilename() {
                return name;
            }
        }));
        form.forEach(body::add);
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.MULTIPART_FORM_DATA);
        return http.postForEntity(CARDS, new HttpEntity<>(body, headers), JsonNode.class);
    }

    /** Uploads one picture and returns the id of its card. */
    UUID accepted(byte[] file, Map<String, String> form) {
        ResponseEntity<JsonNode> answer = upload(Map.of("card.jpg", file), form);
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(202);
        UUID id = UUID.fromString(answer.getBody().get("cards").get(0).get("cardId").textValue());
        assertThat(answer.getHeaders().getLocation()).hasPath(CARDS + "/" + id);
        return id;
    }

    /** Lets the node read and the engine work until the card's process waits for a person or has ended. */
    JsonNode worked(UUID card) {
        try {
            while (get(card).get("status").textValue().equals("PROCESSING") && job(card) == null
                    && reading.readNext()) {
                assertThat(card).isNotNull();
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        for (Job job = job(card); job != null; job = job(card)) {
            management.executeJob(job.getId());
        }
        return get(card);
    }

    ProcessInstance instance(UUID card) {
        return runtime.createProcessInstanceQuery().processInstanceBusinessKey(card.toString(), "business-card")
                .singleResult();
    }

    private Job job(UUID card) {
        ProcessInstance instance = instance(card);
        return instance == null ? null
                : management.createJobQuery().processInstanceId(instance.getId()).singleResult();
    }

    JsonNode get(UUID card) {
        return get(CARDS + "/" + card);
    }

    JsonNode get(String path) {
        ResponseEntity<JsonNode> answer = http.getForEntity(path, JsonNode.class);
        assertThat(answer.getStatusCode().value()).as("%s: %s", path, answer.getBody()).isEqualTo(200);
        return answer.getBody();
    }

    ResponseEntity<byte[]> bytes(String path) {
        return http.getForEntity(path, byte[].class);
    }

    ResponseEntity<JsonNode> call(HttpMethod method, String path, Object body) {
        return http.exchange(path, method, new HttpEntity<>(body), JsonNode.class);
    }

    ResponseEntity<JsonNode> post(String path, Object body) {
        return call(HttpMethod.POST, path, body);
    }

    /** The words of the log for one thing, the oldest first. */
    Map<String, String> activities(UUID entity) {
        Map<String, String> words = new LinkedHashMap<>();
        JsonNode log = get("/api/v1/activities?size=500&entityId=" + entity).get("content");
        for (int i = log.size() - 1; i >= 0; i--) {
            words.put(log.get(i).get("action").textValue(), log.get(i).path("actor").asText(""));
        }
        return words;
    }
}
