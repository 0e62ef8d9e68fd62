package dev.cadenza.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** What a client does with imports, and the job executor's turns by hand. */
final class ImportsOverHttp {

    private final TestRestTemplate http;
    private final RuntimeService runtime;
    private final ManagementService management;

    ImportsOverHttp(TestRestTemplate http, RuntimeService runtime, ManagementService management) {
        this.http = http.withBasicAuth("admin@cadenza.test", "correct-horse-battery");
        this.runtime = runtime;
        this.management = management;
    }

    ResponseEntity<JsonNode> upload(String name, byte[] file, Map<String, String> form) {
        MultiValueMap<String, Object> body = new LinkedMultiValueMap<>();
        body.add("file", new ByteArrayResource(file) {
            @Override
            public String getFilename() {
                return name;
            }
        });
        form.forEach(body::add);
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.MULTIPART_FORM_DATA);
        return http.postForEntity("/api/v1/imports", new HttpEntity<>(body, headers), JsonNode.class);
    }

    UUID accepted(String csv, Map<String, String> form) {
        ResponseEntity<JsonNode> answer = upload("leads.csv", csv.getBytes(StandardCharsets.UTF_8), form);
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(202);
        UUID id = UUID.fromString(answer.getBody().get("id").textValue());
        assertThat(answer.getHeaders().getLocation()).hasPath("/api/v1/imports/" + id);
        return id;
    }

    /** Uploads and works until the process has ended. */
    JsonNode imported(String csv) {
        return imported(csv, Map.of());
    }

    JsonNode imported(String csv, Map<String, String> form) {
        UUID id = accepted(csv, form);
        work(id);
        return get("/api/v1/imports/" + id);
    }

    JsonNode importedFile(String file) throws IOException {
        try (InputStream in = ImportsOverHttp.class.getResourceAsStream("/csv/" + file)) {
            ResponseEntity<JsonNode> answer = upload(file, in.readAllBytes(), Map.of());
            assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(202);
            UUID id = UUID.fromString(answer.getBody().get("id").textValue());
            work(id);
            return get("/api/v1/imports/" + id);
        }
    }

    void work(UUID importId) {
        for (Job job = job(importId); job != null; job = job(importId)) {
            management.executeJob(job.getId());
        }
    }

    Job job(UUID importId) {
        ProcessInstance instance = instance(importId);
        return instance == null ? null
                : management.createJobQuery().processInstanceId(instance.getId()).singleResult();
    }

    ProcessInstance instance(UUID importId) {
        return runtime.createProcessInstanceQuery().processInstanceBusinessKey(importId.toString()).singleResult();
    }

    JsonNode get(String path) {
        ResponseEntity<JsonNode> answer = http.getForEntity(path, JsonNode.class);
        assertThat(answer.getStatusCode().value()).as("%s: %s", path, answer.getBody()).isEqualTo(200);
        return answer.getBody();
    }

    ResponseEntity<JsonNode> post(String path) {
        return http.postForEntity(path, null, JsonNode.class);
    }

    ResponseEntity<String> text(String path) {
        return http.getForEntity(path, String.class);
    }
}
