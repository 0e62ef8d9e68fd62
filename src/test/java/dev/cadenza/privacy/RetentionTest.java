package dev.cadenza.privacy;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.JdbcTemplate;

@CadenzaTest
class RetentionTest {

    @Autowired
    Marketing marketing;
    @Autowired
    EngineTurns engine;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    ManagementService management;
    @Autowired
    RuntimeService runtime;
    @Autowired
    HistoryService history;

    @AfterEach
    void defaults() {
        jdbc.update("delete from retention");
    }

    @Test
    void whatIsTooOldGoesInBatchesAndTheRestStays() {
        UUID old = Ids.next();
        UUID young = Ids.next();
        hits(old, 6_000, Duration.ofDays(31));
        hits(young, 10, Duration.ofDays(29));
        expect(200, marketing.call(HttpMethod.PUT, "/api/v1/retention/tracking-hits", Map.of("keep", "P30D")));

        expect(202, marketing.post("/api/v1/retention/run", null));
        engine.runDueJobs();

        assertThat(hits(old)).isZero();
        assertThat(hits(young)).isEqualTo(10);
        JsonNode kind = kind("tracking-hits");
        assertThat(kind.get("keep").asText()).isEqualTo("P30D");
        assertThat(kind.get("changedBy").asText()).isEqualTo("admin@cadenza.test");
        assertThat(kind.get("removed").asLong()).isGreaterThanOrEqualTo(6_000);
        assertThat(jdbc.queryForObject("select count(*) from retention_run where kind = 'tracking-hits' and older_than = ?",
                Long.class, clock.instant().minus(Duration.ofDays(30)).atOffset(ZoneOffset.UTC)))
                .as("batches").isGreaterThanOrEqualTo(2);
    }

    @Test
    void everyKindCanBeKeptForeverAndBadTimesAreRefused() {
        assertThat(kind("message-texts").has("keep")).isFalse();
        String path = "/api/v1/retention/inbound-mails";
        java.util.HashMap<String, Object> forever = new java.util.HashMap<>();
        forever.put("keep", null);
        assertThat(marketing.call(HttpMethod.PUT, path, forever).body().has("keep")).isFalse();
        for (String bad : new String[] {"P0D", "-P1D", "a year", "PT5H"}) {
            assertThat(marketing.call(HttpMethod.PUT, path, Map.of("keep", bad)).body().at("/errors/0/field").asText())
                    .isEqualTo("keep");
        }
        assertThat(marketing.call(HttpMethod.PUT, "/api/v1/retention/nothing", Map.of("keep", "P1D")).status())
                .isEqualTo(404);
    }

    @Test
    void allKindsCanRemove() {
        for (JsonNode kind : marketing.get("/api/v1/retention").body()) {
            expect(200, marketing.call(HttpMethod.PUT, "/api/v1/retention/" + kind.get("kind").asText(),
                    Map.of("keep", "P100Y")));
        }
        expect(202, marketing.post("/api/v1/retention/run", null));
        engine.runDueJobs();
    }

    @Test
    void itStartsEveryNight() {
        engine.runDueJobs(); // other tests may have moved the clock by months
        Job nightly = management.createJobQuery().processDefinitionKey("retention").timers().list().stream()
                .filter(job -> job.getProcessInstanceId() == null).findFirst().orElseThrow();
        assertThat(nightly.getDuedate()).isAfter(java.util.Date.from(clock.instant().minus(Duration.ofDays(2))));
    }

    @Test
    void theEnginesHistoryIsCleanedUpWhenItsTimeToLiveIsOver() {
        String instance = runtime.startProcessInstanceByMessage("retention-asked").getId();
        engine.runDueJobs();
        assertThat(history.createHistoricProcessInstanceQuery().processInstanceId(instance).singleResult().getRemovalTime())
                .isEqualTo(java.util.Date.from(clock.instant().plus(Duration.ofDays(30))));
        clock.advance(Duration.ofDays(31));

        history.cleanUpHistoryAsync(true);
        history.findHistoryCleanupJobs().forEach(job -> management.executeJob(job.getId()));

        assertThat(history.createHistoricProcessInstanceQuery().processInstanceId(instance).count()).isZero();
    }

    private JsonNode kind(String name) {
        for (JsonNode kind : marketing.get("/api/v1/retention").body()) {
            if (kind.get("kind").asText().equals(name)) {
                return kind;
            }
        }
        throw new AssertionError("There is no kind " + name);
    }

    private void hits(UUID message, int count, Duration age) {
        jdbc.update("insert into tracking_hit (message_id, kind, at, classification)"
                + " select ?, 'OPEN', ?, 'HUMAN' from generate_series(1, ?)", message,
                clock.instant().minus(age).atOffset(ZoneOffset.UTC), count);
    }

    private long hits(UUID message) {
        return jdbc.queryForObject("select count(*) from tracking_hit where message_id = ?", Long.class, message);
    }
}
