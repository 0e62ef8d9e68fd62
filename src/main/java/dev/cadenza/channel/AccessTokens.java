package dev.cadenza.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens of an application that acts by itself (OAuth 2.0 client credentials, RFC 6749, section 4.4). One is kept
 * until shortly before it ends.
 */
public final class AccessTokens {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Duration EARLY = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1).build();
    private final URI tokenAddress;
    private final String clientId;
    private final String clientSecret;
    private final String scope;
    private final Clock clock;
    private @Nullable String token;
    private Instant until = Instant.MIN;

    public AccessTokens(URI tokenAddress, String clientId, String clientSecret, String scope, Clock clock) {
        this.tokenAddress = tokenAddress;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.scope = scope;
        this.clock = clock;
    }

    /** @throws IOException with a sentence for people where there is none to be had now */
    public synchronized String get() throws IOException {
        String current = token;
        if (current == null || !clock.instant().isBefore(until)) {
            current = fetch();
            token = current;
        }
        return current;
    }

    /** Forgets the token, because somebody did not take it. */
    public synchronized void forget() {
        token = null;
    }

    private String fetch() throws IOException {
        String form = "grant_type=client_credentials&client_id=" + encoded(clientId) + "&client_secret="
                + encoded(clientSecret) + "&scope=" + encoded(scope);
        HttpRequest request = HttpRequest.newBuilder(tokenAddress).timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)).build();
        HttpResponse<byte[]> response = HttpCalls.send(http, request);
        JsonNode answer;
        try {
            answer = JSON.readTree(response.body());
        } catch (IOException noJson) {
            answer = JSON.createObjectNode();
        }
        if (response.statusCode() != 200 || !answer.path("access_token").isTextual()) {
            throw new IOException(tokenAddress.getHost() + " gives no access token: "
                    + answer.path("error_description").asText("HTTP " + response.statusCode()));
        }
        until = clock.instant().plusSeconds(answer.path("expires_in").asLong(300)).minus(EARLY);
        return answer.get("access_token").asText();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
