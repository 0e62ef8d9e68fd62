package dev.cadenza.sample;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.identity.Role;
import dev.cadenza.identity.SampleUsers;
import dev.cadenza.testing.LiveTest;
import dev.cadenza.testing.Marketing;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** The three workflows of the sample data are activated by themselves, and leads go through them. */
@LiveTest
class SampleWorkflowsTest {

    @Autowired
    Marketing marketing;
    @Autowired
    Environment environment;

    @Test
    void threeWorkflowsRunByThemselves() throws InterruptedException {
        OwnApi api = new OwnApi("http://localhost:" + environment.getProperty("local.server.port"),
                new SampleUsers.SampleUser("admin@cadenza.test", "correct-horse-battery", Role.ADMINISTRATOR, "Ada",
                        "Sample"));
        if (api.list("/enrichment-sources?size=500").stream().noneMatch(source ->
                source.path("key").asText().equals("embedded"))) {
            expect(201, marketing.post("/api/v1/enrichment-sources",
                    Map.of("key", "embedded", "name", "What is known", "type", "embedded")));
        }
        UUID list = marketing.aListOf(marketing.leads(8));

        new SampleWorkflows(api).load(list.toString(), marketing.aSender().toString());

        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            assertThat(statuses(api, SampleWorkflows.CART)).hasSize(4).contains("GOAL_REACHED");
            assertThat(executions(api, SampleWorkflows.WELCOME)).hasSize(8);
            assertThat(been(api, SampleWorkflows.WELCOME)).contains("welcome", "look").containsAnyOf("nudge", "story");
            assertThat(executions(api, SampleWorkflows.NURTURING)).hasSizeGreaterThanOrEqualTo(8);
            assertThat(been(api, SampleWorkflows.NURTURING)).contains("call", "case");
        });
    }

    private static List<String> statuses(OwnApi api, String workflow) {
        return executions(api, workflow).stream().map(execution -> execution.path("status").asText()).toList();
    }

    /** The nodes at which anybody has been, by the execution log. */
    private static Set<String> been(OwnApi api, String workflow) {
        Set<String> nodes = new HashSet<>();
        executions(api, workflow).forEach(execution -> api.list("/executions/" + execution.path("id").asText()
                + "/logs?size=100").forEach(entry -> nodes.add(entry.path("nodeId").asText())));
        return nodes;
    }

    private static List<JsonNode> executions(OwnApi api, String workflow) {
        return api.list("/workflows/" + api.named("/workflows", workflow).orElseThrow() + "/executions?size=100");
    }
}
