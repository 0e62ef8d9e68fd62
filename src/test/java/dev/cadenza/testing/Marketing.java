package dev.cadenza.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.message.SenderAccounts;
import dev.cadenza.message.SenderSettings;
import dev.cadenza.platform.Ids;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * What a marketer does, over HTTP, in the words of tests: senders, leads, lists and campaigns under names of their
 * own, so that tests do not meet each other's data.
 */
@Component
public class Marketing {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final Environment environment;
    private final JdbcTemplate jdbc;
    private final ObjectMapper json;
    private final Clock clock;
    private final SenderAccounts senders;

    Marketing(Environment environment, JdbcTemplate jdbc, ObjectMapper json, Clock clock,
            SenderAccounts senders) {
        this.environment = environment;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.senders = senders;
    }

    /** An answer of the API. */
    public record Answer(int status, JsonNode body, String location) {

        public UUID id() {
            return UUID.fromString(body.get("id").asText());
        }
    }

    public Answer get(String path) {
        return call(HttpMethod.GET, path, null);
    }

    public Answer post(String path, Object body) {
        return call(HttpMethod.POST, path, body);
    }

    public Answer patch(String path, Object body) {
        return call(HttpMethod.PATCH, path, body);
    }

    public Answer call(HttpMethod method, String path, Object body) {
        RestClient client = RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory())
                .defaultHeaders(headers -> headers.setBasicAuth("admin@cadenza.test", "correct-horse-battery"))
                .build();
        RestClient.RequestBodySpec request = client.method(method)
                .uri(URI.create("http://localhost:" + environment.getProperty("local.server.port") + path));
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(body);
        }
        return request.exchange((sent, response) -> {
            HttpStatusCode status = response.getStatusCode();
            byte[] bytes = response.getBody().readAllBytes();
            boolean isJson = bytes.length > 0 && response.getHeaders().getContentType() != null
                    && response.getHeaders().getContentType().getSubtype().contains("json");
            return new Answer(status.value(), isJson ? json.readTree(bytes) : json.getNodeFactory()
                    .textNode(new String(bytes, StandardCharsets.UTF_8)),
                    response.getHeaders().getFirst("Location"));
        });
    }

    /** A sender without limits. */
    public UUID aSender() {
        return senders.add(new SenderSettings("sales" + next() + "@cadenza.test", "Sales", null, null, 0,
                ZoneId.of("UTC"))).id();
    }

    /** Leads with names and addresses of their own. */
    public List<UUID> leads(int count) {
        List<UUID> ids = new ArrayList<>();
        int group = next();
        List<Object[]> rows = new ArrayList<>();
        Timestamp now = Timestamp.from(clock.instant());
        for (int i = 0; i < count; i++) {
            UUID id = Ids.next();
            ids.add(id);
            rows.add(new Object[] {id, "lead" + group + "-" + i + "@example.com", "First" + i, "Last" + group,
                "Company " + i, now, now});
        }
        jdbc.batchUpdate("insert into lead(id, email, first_name, last_name, company, source, created_at, updated_at)"
                + " values (?, ?, ?, ?, ?, 'test', ?, ?)", rows);
        return ids;
    }

    public UUID aListOf(List<UUID> leads) {
        UUID list = expect(201, post("/api/v1/lists", Map.of("name", "List " + next()))).id();
        if (!leads.isEmpty()) {
            addTo(list, leads);
        }
        return list;
    }

    public void addTo(UUID list, List<UUID> leads) {
        Answer answer = post("/api/v1/lists/" + list + "/members", Map.of("leadIds", leads));
        if (answer.status() >= 300) {
            throw new AssertionError(answer.toString());
        }
    }

    public CampaignDraft aCampaign() {
        return new CampaignDraft();
    }

    /** A campaign as it is being written. */
    public final class CampaignDraft {

        private final Map<String, Object> content = new LinkedHashMap<>();
        private final List<Map<String, Object>> steps = new ArrayList<>();
        private final Map<String, Object> settings = new LinkedHashMap<>();

        private CampaignDraft() {
            content.put("name", "Campaign " + next());
            settings.put("dailyLimit", 0);
            settings.put("delayBetweenEmailsSeconds", 0);
        }

        public CampaignDraft with(String field, Object value) {
            content.put(field, value);
            return this;
        }

        public CampaignDraft to(List<UUID> leads) {
            return with("listId", aListOf(leads));
        }

        public CampaignDraft mail(String subject, String body) {
            steps.add(Map.of("type", "EMAIL", "subject", subject, "body", body));
            return this;
        }

        public CampaignDraft delay(String duration) {
            steps.add(Map.of("type", "DELAY", "delay", duration));
            return this;
        }

        public CampaignDraft setting(String name, Object value) {
            settings.put(name, value);
            return this;
        }

        public Map<String, Object> body() {
            Map<String, Object> body = new LinkedHashMap<>(content);
            body.putIfAbsent("senderAccountId", aSender());
            body.put("steps", steps);
            body.put("settings", settings);
            return body;
        }

        public UUID written() {
            return expect(201, post("/api/v1/campaigns", body())).id();
        }

        public UUID launched() {
            UUID id = written();
            expect(202, post("/api/v1/campaigns/" + id + "/launch", null));
            return id;
        }
    }

    public static Answer expect(int status, Answer answer) {
        if (answer.status() != status) {
            throw new AssertionError("Expected " + status + ", got " + answer);
        }
        return answer;
    }

    private static int next() {
        return COUNTER.incrementAndGet();
    }
}
