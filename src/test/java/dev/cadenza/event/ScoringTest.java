package dev.cadenza.event;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.lead.EventKind;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.Deployment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.JdbcTemplate;

@CadenzaTest
class ScoringTest {

    @Autowired
    EventTurns events;
    @Autowired
    Listening listening;
    @Autowired
    Marketing marketing;
    @Autowired
    RepositoryService repository;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TestClock clock;

    private final List<Deployment> deployments = new ArrayList<>();

    @AfterEach
    void asItWas() {
        deployments.forEach(deployment -> repository.deleteDeployment(deployment.getId(), true));
        expect(200, marketing.call(HttpMethod.PUT, "/api/v1/scoring", Map.of()));
        events.apply();
        listening.to();
    }

    @Test
    void theScoreIsWhatTheTableSaysOfTheSignals() {
        UUID lead = lead();
        happens(lead, EventKind.MESSAGE_OPENED, null, Map.of("channel", "EMAIL"));
        happens(lead, EventKind.MESSAGE_CLICKED, null, Map.of());
        happens(lead, EventKind.VISIT, "/pricing/teams", Map.of());
        happens(lead, EventKind.PURCHASE, null, Map.of("value", 499.99, "currency", "EUR"));
        happens(lead, EventKind.PURCHASE, null, Map.of("value", 500));
        happens(lead, EventKind.CUSTOM, "unheard-of", Map.of());
        happens(lead, EventKind.POINTS_GIVEN, "w", Map.of("points", -7));

        assertThat(score(lead)).isEqualTo(1 + 3 + 5 + 20 + 40 + 0 - 7);
        Marketing.Answer signals = expect(200, marketing.get("/api/v1/leads/" + lead + "/signals"));
        assertThat(signals.body().get("content")).extracting(signal -> signal.get("type").asText() + " "
                + signal.get("scoreImpact").asInt()).containsExactlyInAnyOrder("MESSAGE_OPENED 1", "MESSAGE_CLICKED 3",
                "VISIT 5", "PURCHASE 20", "PURCHASE 40", "CUSTOM 0", "POINTS_GIVEN -7");
        assertThat(expect(200, marketing.get("/api/v1/leads/" + lead + "/signals?type=VISIT")).body()
                .at("/content/0/key").asText()).isEqualTo("/pricing/teams");
        expect(404, marketing.get("/api/v1/leads/" + UUID.randomUUID() + "/signals"));
    }

    @Test
    void theScoreIsExactlyTheSumWhateverHappensAtTheSameTime() throws Exception {
        List<UUID> leads = marketing.leads(6);
        halfLife(30);
        int threads = 6;
        ExecutorService pool = Executors.newFixedThreadPool(threads + 2);
        List<Future<?>> work = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            Random random = new Random(thread);
            work.add(pool.submit(() -> {
                for (int i = 0; i < 40; i++) {
                    List<NewEvent> some = new ArrayList<>();
                    for (EventKind kind : EventKind.values()) {
                        NewEvent event = events.event(leads.get(random.nextInt(leads.size())), kind, "/pricing",
                                Map.of("points", random.nextInt(21) - 10, "value", random.nextInt(1000)));
                        some.add(new NewEvent(event.leadId(), kind, event.key(), event.payload(),
                                event.occurredAt().minus(Duration.ofDays(random.nextInt(90))), null));
                    }
                    events.append(some);
                }
            }));
        }
        for (int i = 0; i < 2; i++) {
            work.add(pool.submit(() -> {
                for (int turn = 0; turn < 40; turn++) {
                    events.apply();
                    events.fade();
                }
            }));
        }
        work.add(pool.submit(() -> {
            for (int i = 0; i < 20; i++) {
                UUID lead = leads.get(i % leads.size());
                jdbc.update("update lead set company = 'Company of turn ' || ? where id = ?", i, lead);
            }
        }));
        for (Future<?> one : work) {
            one.get(120, TimeUnit.SECONDS);
        }
        pool.shutdown();
        events.apply();

        for (UUID lead : leads) {
            List<JsonNode> signals = signals(lead);
            assertThat(signals).hasSizeGreaterThan(100);
            BigDecimal sum = signals.stream().map(signal -> signal.get("worthToday").decimalValue())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(score(lead)).isEqualTo(sum.setScale(0, RoundingMode.HALF_UP).intValueExact());
        }
    }

    @Test
    void signalsFadeDayByDayAndWhatWasSetByHandStays() {
        UUID lead = lead();
        UUID other = lead();
        halfLife(10);
        listening.to(EventKind.SCORE_CHANGED);
        happens(lead, EventKind.POINTS_GIVEN, "w", Map.of("points", 100));
        happens(other, EventKind.POINTS_GIVEN, "w", Map.of("points", 1));
        expect(200, marketing.patch("/api/v1/leads/" + lead, Map.of("score", 150)));
        events.apply();
        int version = version(other);

        clock.advance(Duration.ofDays(10));
        events.fade();
        events.apply();

        assertThat(score(lead)).isEqualTo(100);
        assertThat(score(other)).as("half a point is one, away from zero").isEqualTo(1);
        assertThat(version(other)).as("a lead whose score stays is not written").isEqualTo(version);
        assertThat(listening.heardOf(lead)).extracting(event -> event.payload().get("from").asInt() + ">"
                + event.payload().get("to").asInt()).containsExactly("0>100", "100>150", "150>100");

        happens(lead, EventKind.POINTS_GIVEN, "w", Map.of("points", 5));
        assertThat(score(lead)).isEqualTo(105);
        halfLife(null);
        events.fade();
        assertThat(score(lead)).isEqualTo(155);
    }

    @Test
    void anAdministratorDeploysAnotherTableOverRest() throws IOException {
        UUID lead = lead();
        happens(lead, EventKind.MESSAGE_REPLIED, null, Map.of());
        assertThat(score(lead)).isEqualTo(10);

        deploy(table("FIRST", "77"));
        happens(lead, EventKind.MESSAGE_REPLIED, null, Map.of());

        assertThat(score(lead)).as("what was worth ten stays worth ten").isEqualTo(87);
        assertThat(expect(200, marketing.get("/api/v1/scoring")).body().get("decisionVersion").asInt())
                .isGreaterThan(1);
    }

    @Test
    void aTableThatFailsHoldsNobodyUpAndPointsComeWhenItIsMended() throws IOException {
        UUID lead = lead();
        listening.to(EventKind.MESSAGE_REPLIED);
        deploy(table("FIRST", "\"many\""));
        happens(lead, EventKind.MESSAGE_REPLIED, null, Map.of());

        assertThat(listening.heardOf(lead)).hasSize(1);
        assertThat(score(lead)).isZero();
        Marketing.Answer failed = expect(200, marketing.get("/api/v1/lead-events?failed=true&leadId=" + lead));
        assertThat(failed.body().at("/content/0/error").asText()).startsWith("No points: ");

        deploy(table("FIRST", "12"));
        expect(202, marketing.post("/api/v1/lead-events/" + failed.body().at("/content/0/id").asText() + "/retry", null));
        events.apply();
        assertThat(score(lead)).isEqualTo(12);
        assertThat(listening.heardOf(lead)).as("it does not happen again").hasSize(1);
    }

    @Test
    void aHalfLifeIsAPositiveNumberOfDays() {
        Marketing.Answer answer = expect(422, marketing.call(HttpMethod.PUT, "/api/v1/scoring",
                Map.of("halfLifeDays", 0)));
        assertThat(answer.body().at("/errors/0/field").asText()).isEqualTo("halfLifeDays");
    }

    private void deploy(String table) {
        deployments.add(0, repository.createDeployment().name("table " + UUID.randomUUID())
                .addString("lead-score.dmn", table).deploy());
    }

    private static String table(String hitPolicy, String points) throws IOException {
        try (var ours = Objects.requireNonNull(ScoringTest.class.getResourceAsStream("/processes/lead-score.dmn"))) {
            String text = new String(ours.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).contains("hitPolicy=\"COLLECT\" aggregation=\"SUM\"");
            String first = text.replace("hitPolicy=\"COLLECT\" aggregation=\"SUM\"", "hitPolicy=\"" + hitPolicy + "\"")
                    .replace("typeRef=\"integer\"", points.startsWith("\"") ? "typeRef=\"string\""
                            : "typeRef=\"integer\"");
            return first.replaceFirst("(?s)(<outputEntry id=\"reply-points\">\\s*<text>)10", "$1" + points);
        }
    }

    private List<JsonNode> signals(UUID lead) {
        List<JsonNode> all = new ArrayList<>();
        JsonNode page;
        int number = 0;
        do {
            page = expect(200, marketing.get("/api/v1/leads/" + lead + "/signals?size=500&page=" + number++)).body();
            page.get("content").forEach(all::add);
        } while (all.size() < page.get("totalElements").asInt());
        return all;
    }

    private void halfLife(Integer days) {
        Map<String, Object> body = new HashMap<>();
        body.put("halfLifeDays", days);
        expect(200, marketing.call(HttpMethod.PUT, "/api/v1/scoring", body));
    }

    private void happens(UUID lead, EventKind kind, String key, Map<String, Object> payload) {
        events.happens(lead, kind, key, payload);
    }

    private int score(UUID lead) {
        return jdbc.queryForObject("select score from lead where id = ?", Integer.class, lead);
    }

    private int version(UUID lead) {
        return Objects.hash(jdbc.queryForMap("select xmin::text, ctid::text from lead where id = ?", lead));
    }

    private UUID lead() {
        return marketing.leads(1).get(0);
    }
}
