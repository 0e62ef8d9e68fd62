package dev.cadenza.journey;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.compiler.Plan;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.Journeying;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What tests of journeys have at hand. Each begins on the same day, with leads and workflows of its own. */
@CadenzaTest
abstract class JourneyTest {

    static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    @Autowired
    Passages passages;
    @Autowired
    Marketing marketing;
    @Autowired
    Journeying journeying;
    @Autowired
    EngineTurns engine;
    @Autowired
    TestClock clock;
    @Autowired
    TaskService tasks;
    @Autowired
    RuntimeService runtime;
    @Autowired
    ManagementService management;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    ObjectMapper json;

    @BeforeEach
    void startOfADay() {
        clock.set(TestClock.START);
    }

    /** Process instances of the journey. */
    final long running(Journey journey) {
        return runtime.createProcessInstanceQuery().processDefinitionId(journey.processDefinitionId()).count();
    }

    final List<Task> tasksOf(Journey journey) {
        return tasks.createTaskQuery().processDefinitionId(journey.processDefinitionId()).list();
    }

    /** A plan of the compiler's golden files. */
    final Plan golden(String name) throws IOException {
        return json.readValue(Path.of("src/test/resources/plans", name + ".json").toFile(), Plan.class);
    }

    /** A reviewer approves all drafts of the task. */
    final void approve(Task review) {
        Marketing.expect(200, marketing.post("/api/v1/drafts/approve-rest", Map.of(
                "cohortId", runtime.getVariable(review.getExecutionId(), "reviewCohort"),
                "stepId", runtime.getVariable(review.getExecutionId(), "reviewStep"))));
        tasks.complete(review.getId());
    }

    final long count(String sql, Object... arguments) {
        return jdbc.queryForObject(sql, Long.class, arguments);
    }
}
