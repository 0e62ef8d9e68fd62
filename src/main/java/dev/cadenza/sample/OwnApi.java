package dev.cadenza.sample;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.identity.SampleUsers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;

/**
 * This node's own REST API, as the sample marketer uses it: sample data comes in the way a user's data does, and the
 * first start tries that way out.
 */
final class OwnApi {

    private final RestClient client;
    private final String address;

    OwnApi(String address, SampleUsers.SampleUser user) {
        this.address = address;
        this.client = RestClient.builder()
                .baseUrl(address + "/api/v1")
                .requestFactory(new JdkClientHttpRequestFactory())
                .defaultHeaders(headers -> headers.setBasicAuth(user.email(), user.password()))
                .build();
    }

    JsonNode get(String path) {
        return body(client.get().uri(path).retrieve().body(JsonNode.class));
    }

    JsonNode post(String path, @Nullable Object content) {
        RestClient.RequestBodySpec request = client.method(HttpMethod.POST).uri(path);
        if (content != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(content);
        }
        return body(request.retrieve().body(JsonNode.class));
    }

    JsonNode upload(String path, Resource file, Map<String, String> fields) {
        MultiValueMap<String, Object> parts = new LinkedMultiValueMap<>();
        parts.add("file", file);
        fields.forEach(parts::add);
        return body(client.post().uri(path).contentType(MediaType.MULTIPART_FORM_DATA).body(parts).retrieve()
                .body(JsonNode.class));
    }

    /** The entries of a list's first page. */
    List<JsonNode> list(String path) {
        List<JsonNode> entries = new ArrayList<>();
        get(path).path("content").forEach(entries::add);
        return entries;
    }

    /** Id of what has this name. */
    Optional<String> named(String path, String name) {
        return list(path + "?size=500").stream().filter(entry -> entry.path("name").asText().equals(name))
                .map(entry -> entry.get("id").asText()).findFirst();
    }

    /** What a data source reports, as the system behind it does. */
    void report(String key, String secret, Map<String, String> event) {
        client.post().uri(address + "/hooks/sources/" + key).contentType(MediaType.APPLICATION_JSON)
                .header("X-Cadenza-Token", secret).body(event).retrieve().toBodilessEntity();
    }

    private static JsonNode body(@Nullable JsonNode body) {
        if (body == null) {
            throw new IllegalStateException("The API answered without a body");
        }
        return body;
    }
}
