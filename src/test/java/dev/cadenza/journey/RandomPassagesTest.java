package dev.cadenza.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.compiler.Plan;
import dev.cadenza.compiler.RandomPlans;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.Journeying;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Whatever valid plan chance makes, with branches, joins and loops: the engine runs it, and every lead comes to an end. */
@CadenzaTest
class RandomPassagesTest {

    private static final int ROUNDS = 400;
    private static final int JOBS_A_ROUND = 2_000;

    @Autowired
    Passages passages;
    @Autowired
    Marketing marketing;
    @Autowired
    Journeying journeying;
    @Autowired
    Journeys journeys;
    @Autowired
    ManagementService management;
    @Autowired
    RuntimeService runtime;
    @Autowired
    TestClock clock;

    @BeforeEach
    void startOfADay() {
        clock.set(TestClock.START);
    }

    @AfterEach
    void backToday() {
        clock.set(TestClock.START);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everybodyComesToAnEnd(long seed) {
        UUID owner = UUID.randomUUID();
        Plan plan = RandomPlans.running(seed, "random-" + owner);
        Journey journey = passages.workflow(owner, plan);
        List<UUID> leads = marketing.leads(4);
        assertThat(passages.enter(journey, leads)).hasSize(4);

        for (int round = 0; round < ROUNDS && isAnybodyInside(journey, leads); round++) {
            runDueJobs(journey.processDefinitionId());
            journeying.everythingIsSent(owner);
            journeying.correlate();
            journeys.settle(owner);
            clock.advance(Duration.ofDays(5));
        }

        assertThat(leads).as(plan.toString()).allSatisfy(lead ->
                assertThat(passages.status(journey, lead)).isNotIn("PENDING", "IN_PROGRESS"));
        assertThat(runtime.createProcessInstanceQuery().processDefinitionId(journey.processDefinitionId()).count())
                .as(plan.toString()).isZero();
    }

    private boolean isAnybodyInside(Journey journey, List<UUID> leads) {
        return leads.stream().map(lead -> passages.status(journey, lead))
                .anyMatch(status -> status.equals("PENDING") || status.equals("IN_PROGRESS"))
                || runtime.createProcessInstanceQuery().processDefinitionId(journey.processDefinitionId()).count() > 0;
    }

    private void runDueJobs(String definition) {
        for (int i = 0; i < JOBS_A_ROUND; i++) {
            List<Job> due = management.createJobQuery().processDefinitionId(definition).executable().active()
                    .listPage(0, 1);
            if (due.isEmpty()) {
                return;
            }
            management.executeJob(due.get(0).getId());
        }
        throw new AssertionError("The jobs of a plan do not come to an end");
    }
}
