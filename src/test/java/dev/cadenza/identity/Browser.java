package dev.cadenza.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Does what a browser does on the pages of Camunda's web applications: keeps cookies, and gives the token back. */
final class Browser {

    private final TestRestTemplate http;
    private final Map<String, HttpCookie> cookies = new HashMap<>();

    Browser(TestRestTemplate http) {
        this.http = http;
    }

    /** Opens the application's page and fills in the sign-in form. */
    ResponseEntity<JsonNode> signIn(String application, SignedInUser user, String password) {
        get("/camunda/app/" + application + "/default/");
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        form.add("username", user.email());
        form.add("password", password);
        HttpHeaders headers = headers(true);
        headers.setContentType(MediaType.APPLICATION_FORM_URLENCODED);
        ResponseEntity<JsonNode> answer = exchange(HttpMethod.POST,
                "/camunda/api/admin/auth/user/default/login/" + application, form, headers);
        get("/camunda/app/" + application + "/default/");
        return answer;
    }

    ResponseEntity<JsonNode> get(String path) {
        return exchange(HttpMethod.GET, path, null, headers(false));
    }

    ResponseEntity<JsonNode> send(HttpMethod method, String path, Object body) {
        return exchange(method, path, body, headers(true));
    }

    ResponseEntity<JsonNode> sendWithoutToken(HttpMethod method, String path, Object body) {
        return exchange(method, path, body, headers(false));
    }

    ResponseEntity<JsonNode> sendWithToken(String token, HttpMethod method, String path, Object body) {
        HttpHeaders headers = headers(false);
        headers.set("X-XSRF-TOKEN", token);
        return exchange(method, path, body, headers);
    }

    ResponseEntity<JsonNode> deploy(String path) {
        HttpHeaders headers = headers(true);
        headers.setContentType(MediaType.MULTIPART_FORM_DATA);
        MultiValueMap<String, Object> parts = new LinkedMultiValueMap<>();
        parts.add("deployment-name", "test");
        parts.add("data", new ByteArrayResource("text".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public String getFilename() {
                return "text.txt";
            }
        });
        return exchange(HttpMethod.POST, path, parts, headers);
    }

    @Nullable HttpCookie cookie(String name) {
        return cookies.get(name);
    }

    private HttpHeaders headers(boolean withToken) {
        HttpHeaders headers = new HttpHeaders();
        headers.setAccept(List.of(MediaType.APPLICATION_JSON, MediaType.ALL));
        cookies.values().forEach(cookie -> headers.add(HttpHeaders.COOKIE, cookie.getName() + "=" + cookie.getValue()));
        HttpCookie token = cookies.get("XSRF-TOKEN");
        if (withToken && token != null) {
            headers.set("X-XSRF-TOKEN", token.getValue());
        }
        return headers;
    }

    private ResponseEntity<JsonNode> exchange(HttpMethod method, String path, @Nullable Object body,
            HttpHeaders headers) {
        // As an address and not as a template, so that what is encoded in it stays as it is.
        ResponseEntity<byte[]> raw = http.exchange(URI.create(http.getRootUri() + path), method,
                new HttpEntity<>(body, headers), byte[].class);
        raw.getHeaders().getOrDefault(HttpHeaders.SET_COOKIE, List.of()).stream()
                .flatMap(line -> HttpCookie.parse(line).stream())
                .forEach(cookie -> cookies.put(cookie.getName(), cookie));
        return ResponseEntity.status(raw.getStatusCode()).headers(raw.getHeaders()).body(json(raw));
    }

    private static @Nullable JsonNode json(ResponseEntity<byte[]> raw) {
        MediaType type = raw.getHeaders().getContentType();
        if (raw.getBody() == null || type == null || !type.getSubtype().endsWith("json")) {
            return null;
        }
        try {
            return new ObjectMapper().readTree(raw.getBody());
        } catch (IOException broken) {
            throw new IllegalStateException("The answer says it is JSON and is not", broken);
        }
    }
}
