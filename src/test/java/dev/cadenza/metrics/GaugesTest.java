package dev.cadenza.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.Marketing;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;

@CadenzaTest
class GaugesTest {

    @Autowired
    Gauges gauges;
    @Autowired
    MeterRegistry meters;
    @Autowired
    Marketing marketing;
    @Autowired
    EngineTurns engine;
    @Autowired
    TestRestTemplate http;

    @Test
    void queuesJobsIncidentsAndCohortsAreRead() {
        marketing.aCampaign().to(marketing.leads(4)).mail("One", "<p>1</p>").delay("P1D").mail("Two", "<p>2</p>").launched();
        engine.runDueJobs();

        gauges.read();
        gauges.readCohorts();

        assertThat(value("cadenza.outbox.messages", "state", "queued")).isGreaterThanOrEqualTo(4);
        assertThat(value("cadenza.cohorts", "state", "running")).isGreaterThanOrEqualTo(1);
        assertThat(value("cadenza.cohort.size", "of", "largest")).isGreaterThanOrEqualTo(4);
        assertThat(value("cadenza.engine.jobs", "state", "waiting")).isGreaterThanOrEqualTo(1);
        assertThat(value("cadenza.engine.incidents", "state", "open")).isNotNegative();
        assertThat(value("cadenza.queue.age", "queue", "inbox")).isNotNaN();
        assertThat(value("cadenza.outbox.held", "gate", "all")).isBetween(0.0, 1.0);
        assertThat(meters.getMeters().stream().map(Meter::getId).filter(id -> id.getName().startsWith("cadenza.")))
                .as("series, however much is in the database").hasSizeLessThan(60);
    }

    @Test
    void healthSaysWhetherTheNodeIsAliveAndWhetherItIsReady() {
        for (String group : Set.of("", "/liveness", "/readiness")) {
            assertThat(http.getForEntity("/actuator/health" + group, String.class).getStatusCode().value())
                    .as(group).isEqualTo(200);
        }
        String whole = http.withBasicAuth("admin@cadenza.test", "correct-horse-battery")
                .getForObject("/actuator/health", String.class);
        assertThat(whole).contains("\"status\":\"UP\"");
    }

    private double value(String name, String tag, String value) {
        return meters.get(name).tag(tag, value).gauge().value();
    }
}
