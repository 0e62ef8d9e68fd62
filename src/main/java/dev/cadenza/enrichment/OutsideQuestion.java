package dev.cadenza.enrichment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** One question over HTTP, and what its failures mean: whether asking again can help, and when. */
@Component
class OutsideQuestion {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
    private static final int LARGEST = 4 * 1024 * 1024;
    private static final int NOT_FOUND = 404;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER).build();
    private final ObjectMapper json;
    private final Clock clock;

    OutsideQuestion(ObjectMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /**
     * @param body null for a GET
     * @return an empty object for 404, which is how these sources say that they know nothing
     */
    JsonNode ask(String url, Map<String, String> headers, @Nullable JsonNode body) {
        return ask(url, headers, body, ANSWER);
    }

    /** @param within the whole answer must have come by then, however slowly it is sent */
    JsonNode ask(String url, Map<String, String> headers, @Nullable JsonNode body, Duration within) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(within)
                .header("Accept", "application/json").header("User-Agent", "Cadenza");
        headers.forEach(request::header);
        if (body != null) {
            request.header("Content-Type",
                    "application/json").POST(HttpRequest.BodyPublishers.ofString(Json.text(body)));
        }
        String host = URI.create(url).getHost();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> asked = http.sendAsync(request.build(),
                HttpResponse.BodyHandlers.ofByteArrayConsumer(some -> some.filter(part -> bytes.size() <= LARGEST)
                        .ifPresent(bytes::writeBytes)));
        try {
            HttpResponse<Void> response = asked.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return answer(host, response, bytes.toByteArray());
        } catch (ExecutionException failure) {
            throw new EnrichmentFailed(host + " did not answer: " + failure.getCause().getClass().getSimpleName(), true,
                    null);
        } catch (TimeoutException slow) {
            asked.cancel(true);
            throw new EnrichmentFailed(host + " did not answer within " + within.toSeconds() + " seconds", true, null);
        } catch (InterruptedException stopped) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            throw new EnrichmentFailed("The question to " + host + " was interrupted", true, null);
        }
    }

    private JsonNode answer(String host, HttpResponse<?> response, byte[] bytes) {
        int status = response.statusCode();
        if (status == NOT_FOUND) {
            return Json.object();
        }
        if (status < 200 || status >= 300) {
            throw failed(host, status, response);
        }
        if (bytes.length > LARGEST) {
            throw new EnrichmentFailed("The answer of " + host + " is too long", false, null);
        }
        try {
            JsonNode answer = json.readTree(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
            if (answer == null || !answer.isContainerNode()) {
                throw new EnrichmentFailed("The answer of " + host + " is no JSON", true, null);
            }
            return answer;
        } catch (JsonProcessingException noJson) {
            throw new EnrichmentFailed("The answer of " + host + " is no JSON", true, null);
        }
    }

    private EnrichmentFailed failed(String host, int status, HttpResponse<?> response) {
        String why = switch (status) {
            case 401, 403 -> host + " refuses the key (" + status + ")";
            case 402 -> host + " says that no credits are left (402)";
            case 429 -> host + " wants no more questions for now (429)";
            default -> host + " answered " + status;
        };
        boolean again = status == 408 || status == 425 || status == 429 || status >= 500;
        Duration pause = response.headers().firstValue("Retry-After").map(this::pause).orElse(null);
        return new EnrichmentFailed(why, again, again ? status == 429 && pause == null ? Duration.ofMinutes(1) : pause
                : null);
    }

    /** Seconds or a date (RFC 9110, section 10.2.3). */
    private @Nullable Duration pause(String value) {
        try {
            Instant now = clock.instant();
            Duration pause = value.strip().matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(value.strip()))
                    : Duration.between(now, ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
            return pause.isNegative() ? Duration.ofSeconds(1) : pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE
                    : pause;
        } catch (DateTimeException noDate) {
            return null;
        }
    }

    static String base(EnrichmentSettings settings, EnrichmentType type) {
        String base = settings.baseUrl() == null ? type.baseUrl() : settings.baseUrl();
        return String.valueOf(base).replaceFirst("/+$", "");
    }
}
