package dev.cadenza.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cadenza.compiler.Plan;
import dev.cadenza.compiler.RandomPlans;
import dev.cadenza.compiler.Step;
import dev.cadenza.lead.EventKind;
import dev.cadenza.testing.Marketing;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Workflows of every kind of step, with joins and loops, on the real engine: every lead comes to an end, nobody is left
 * behind and nothing is left running. Events, people's decisions and answers of others come by chance, with a seed.
 */
class PlansToTheEndTest extends JourneyTest {

    private static final int LEADS = 8;
    private static final int MOST_ROUNDS = 400;

    @Autowired
    ExternalTaskService external;
    @Autowired
    JourneyStore journeys;
    @Autowired
    Cohorts cohorts;
    @Autowired
    CallLedger ledger;
    @Autowired
    CallSettling settling;

    @ParameterizedTest
    @ValueSource(strings = {"call-webhook", "change-list", "enrich", "goal", "human-task", "remind-until-done", "score",
        "start-journey", "update-lead", "wait-for", "wait-until-time", "sixty-nodes", "sixty-nodes-drawn"})
    void everyLeadComesToAnEndOfThePlan(String name) throws IOException {
        run(golden(name), name.hashCode());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void everyLeadComesToAnEndOfARandomPlan(long seed) {
        run(RandomPlans.valid(seed), seed);
    }

    private void run(Plan plan, long seed) {
        Random random = new Random(seed);
        UUID owner = UUID.randomUUID();
        UUID list = marketing.aListOf(List.of());
        boolean starts = plan.steps().stream().anyMatch(Step.StartJourney.class::isInstance);
        UUID campaign = starts ? marketing.aCampaign().to(marketing.leads(1)).mail("Hello", "<p>Hello</p>").launched()
                : owner;
        Journey journey = passages.workflow(owner, new Plan("run-" + owner, plan.name(), plan.start(),
                plan.steps().stream().map(step -> runnable(step, list, campaign, random)).toList(), plan.retries(),
                Map.of(), Math.min(plan.visits(), 3)));
        List<UUID> leads = marketing.leads(LEADS);
        passages.enter(journey, leads);
        CallWorker worker = new CallWorker(external, journeys, cohorts, ledger, settling, List.of(new Answering()), 2,
                clock);
        try {
            for (int round = 0; round < MOST_ROUNDS && inside(owner) > 0; round++) {
                turn(journey, owner, leads, random, worker);
            }
        } finally {
            worker.destroy();
        }

        assertThat(jdbc.queryForList("select status || ' at ' || coalesce(current_step, '-') from enrollment"
                + " where owner_id = ? and status in ('PENDING', 'IN_PROGRESS')", String.class, owner)).isEmpty();
        journeying.correlate();
        assertThat(running(journey)).isZero();
        assertThat(count("select count(*) from enrollment where owner_id = ?", owner)).isEqualTo(LEADS);
        assertThat(count("select count(*) from awaited a join enrollment e on e.id = a.enrollment_id"
                + " where e.owner_id = ?", owner)).isZero();
        assertThat(count("select count(*) from execution_log l join enrollment e on e.id = l.enrollment_id"
                + " where e.owner_id = ? and l.status in ('WAITING', 'RUNNING', 'FAILED')", owner)).isZero();
    }

    private void turn(Journey journey, UUID owner, List<UUID> leads, Random random, CallWorker worker) {
        engine.runDueJobs();
        worker.run(CallWorker.TASKS_AT_ONCE);
        for (Task task : tasksOf(journey)) {
            decide(journey, task, random);
        }
        engine.runDueJobs();
        journeying.everythingIsSent(owner);
        EventKind[] kinds = EventKind.values();
        passages.happens(leads.get(random.nextInt(LEADS)), kinds[random.nextInt(kinds.length)], "key",
                JsonNodeFactory.instance.objectNode());
        journeying.correlate();
        clock.advance(Duration.ofHours(1 + random.nextInt(24 * 14)));
    }

    private void decide(Journey journey, Task task, Random random) {
        if (journey.at(task.getTaskDefinitionKey()) instanceof Step.HumanTask step) {
            String outcome = step.outcomes().get(random.nextInt(step.outcomes().size())).name();
            Marketing.expect(204, marketing.post("/api/v1/human-tasks/" + task.getId() + "/complete",
                    Map.of("outcome", outcome)));
        } else {
            approve(task);
        }
    }

    /** The same step about things that are there. What texts say is not what is tested here. */
    private static Step runnable(Step step, UUID list, UUID campaign, Random random) {
        if (step instanceof Step.Send send) {
            return new Step.Send(send.id(), send.name(), "EMAIL", "Subject", "<p>Text</p>", "FIRST_OUTREACH", send.to());
        }
        if (step instanceof Step.Branch branch) {
            return new Step.Branch(branch.id(), branch.name(), branch.ways().stream().map(way -> new Step.Way(way.name(),
                    "{\"field\":\"company\",\"operator\":\"endsWith\",\"value\":\"" + random.nextInt(LEADS) + "\"}",
                    way.to())).toList(), branch.otherwise());
        }
        if (step instanceof Step.UpdateLead update) {
            return new Step.UpdateLead(update.id(), update.name(), Map.of("city", "Ulm"), update.to());
        }
        if (step instanceof Step.ChangeList change) {
            return new Step.ChangeList(change.id(), change.name(), list, change.add(), change.to());
        }
        if (step instanceof Step.StartJourney start) {
            return new Step.StartJourney(start.id(), start.name(), Step.StartJourney.Target.CAMPAIGN, campaign,
                    start.to());
        }
        if (step instanceof Step.HumanTask task) {
            return new Step.HumanTask(task.id(), task.name(), task.role(), task.instructions(), task.due(), List.of(),
                    task.outcomes());
        }
        return step;
    }

    /** Whoever is asked answers. */
    private static final class Answering implements StepCall {
        @Override
        public boolean answers(Step step) {
            return true;
        }

        @Override
        public Answer ask(Question question) {
            return new Answer(JsonNodeFactory.instance.objectNode().put("left", 1), "answered");
        }
    }

    private long inside(UUID owner) {
        return count("select count(*) from enrollment where owner_id = ? and status in ('PENDING', 'IN_PROGRESS')",
                owner);
    }
}
