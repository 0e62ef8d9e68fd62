package dev.cadenza.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.compiler.Step;
import dev.cadenza.event.LeadEvent;
import dev.cadenza.lead.EventKind;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Leads wait for what happens to them, each for itself though they travel together; and leave when a goal is reached. */
class WaitForTest extends JourneyTest {

    private Journey waitingForAPurchase(String condition) {
        return passages.workflow(
                new Step.WaitFor("wait", "Bought?", new Step.Awaited(EventKind.PURCHASE, null, condition),
                        Duration.ofDays(3), "bought", "not"),
                new Step.End("bought", "Bought"), new Step.End("not", "Not bought"));
    }

    @Test
    void eachLeadOfACohortGoesOnWhenItsOwnEventComesAndTheOthersWhenTheTimeIsOver() {
        Journey journey = waitingForAPurchase(null);
        List<UUID> leads = marketing.leads(3);
        passages.enter(journey, leads);
        engine.runDueJobs();

        passages.happens(leads.get(1), EventKind.PURCHASE);
        assertThat(passages.log(journey, leads.get(1))).containsExactly("wait:COMPLETED", "bought:COMPLETED");
        assertThat(passages.status(journey, leads.get(1))).isEqualTo("COMPLETED");
        assertThat(passages.log(journey, leads.get(0))).containsExactly("wait:WAITING");

        clock.advance(Duration.ofDays(4));
        engine.runDueJobs();

        assertThat(passages.log(journey, leads.get(0))).containsExactly("wait:COMPLETED", "not:COMPLETED");
        assertThat(jdbc.queryForObject("select count(*) from awaited a join enrollment e on e.id = a.enrollment_id"
                + " where e.journey_id = ?", Long.class, journey.id())).isZero();
        assertThat(running(journey)).isZero();
    }

    @Test
    void theLastOfACohortTakesItsInstanceAlong() {
        Journey journey = waitingForAPurchase(null);
        List<UUID> leads = marketing.leads(2);
        passages.enter(journey, leads);
        engine.runDueJobs();

        passages.applied(passages.written(leads.get(0), EventKind.PURCHASE, null, NOTHING),
                passages.written(leads.get(1), EventKind.PURCHASE, null, NOTHING));

        assertThat(running(journey)).isZero();
        assertThat(leads).allMatch(lead -> passages.log(journey, lead).contains("bought:COMPLETED"));
    }

    @Test
    void whatHappenedBeforeTheLeadCameToTheStepCountsFromWhenItCameIn() {
        Journey journey = waitingForAPurchase(null);
        List<UUID> leads = marketing.leads(3);
        passages.happens(leads.get(0), EventKind.PURCHASE);
        clock.advance(Duration.ofMinutes(1));
        passages.enter(journey, leads);
        clock.advance(Duration.ofMinutes(1));
        passages.happens(leads.get(1), EventKind.PURCHASE);

        engine.runDueJobs();

        assertThat(passages.log(journey, leads.get(0))).containsExactly("wait:WAITING");
        assertThat(passages.log(journey, leads.get(1))).containsExactly("wait:COMPLETED", "bought:COMPLETED");
        assertThat(passages.log(journey, leads.get(2))).containsExactly("wait:WAITING");
    }

    @Test
    void onlyAnEventThatIsAsTheStepWantsItCounts() {
        Journey journey = waitingForAPurchase("{\"field\": \"value\", \"operator\": \"greaterThan\", \"value\": 100}");
        UUID lead = marketing.leads(1).get(0);
        passages.enter(journey, List.of(lead));
        engine.runDueJobs();

        passages.happens(lead, EventKind.VISIT);
        passages.happens(lead, EventKind.PURCHASE, null, NOTHING.deepCopy().put("value", 99));
        assertThat(passages.log(journey, lead)).containsExactly("wait:WAITING");
        passages.happens(lead, EventKind.PURCHASE, null, NOTHING.deepCopy().put("value", "100.50"));
        assertThat(passages.log(journey, lead)).contains("bought:COMPLETED");
    }

    @Test
    void aWaitAfterAnEventCountsFromTheEvent() {
        Journey journey = passages.workflow(
                new Step.WaitFor("wait", "Bought?", new Step.Awaited(EventKind.PURCHASE, null, null),
                        Duration.ofDays(30), "rest", "end"),
                new Step.Wait("rest", "A day", Duration.ofDays(1), "end"), new Step.End("end", "Over"));
        UUID lead = marketing.leads(1).get(0);
        passages.enter(journey, List.of(lead));
        engine.runDueJobs();
        clock.advance(Duration.ofDays(5));
        passages.happens(lead, EventKind.PURCHASE);

        engine.runDueJobs();
        assertThat(passages.status(journey, lead)).isEqualTo("IN_PROGRESS");
        clock.advance(Duration.ofHours(25));
        engine.runDueJobs();
        assertThat(passages.status(journey, lead)).isEqualTo("COMPLETED");
    }

    @Test
    void aLeadWhoReachesTheGoalLeavesFromWhereverItIs() {
        Journey journey = passages.workflow(new Step.Wait("wait", "A day", Duration.ofDays(1), "end"),
                new Step.End("end", "Over"),
                new Step.Goal("goal", "A purchase", new Step.Awaited(EventKind.PURCHASE, null, null)));
        List<UUID> leads = marketing.leads(2);
        passages.enter(journey, leads);

        passages.happens(leads.get(0), EventKind.PURCHASE);
        assertThat(passages.status(journey, leads.get(0))).isEqualTo("GOAL_REACHED");
        assertThat(passages.log(journey, leads.get(0))).contains("goal:COMPLETED");
        assertThat(running(journey)).isEqualTo(1);
        passages.happens(leads.get(1), EventKind.PURCHASE);
        journeying.correlate();

        assertThat(running(journey)).isZero();
    }

    /** Arrival, event and the end of the time at once, in every order: each lead goes one way, and exactly one. */
    @Test
    void noEventIsLostBetweenTheLookAndTheWaitAndNobodyGoesTwoWays() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 25; round++) {
                Journey journey = waitingForAPurchase(null);
                List<UUID> leads = marketing.leads(4);
                passages.enter(journey, leads);
                CyclicBarrier barrier = new CyclicBarrier(2);
                Future<?> arrival = pool.submit(() -> {
                    barrier.await();
                    engine.runDueJobs();
                    return null;
                });
                Future<?> event = pool.submit(() -> {
                    LeadEvent[] events = {passages.written(leads.get(0), EventKind.PURCHASE, null, NOTHING),
                        passages.written(leads.get(2), EventKind.PURCHASE, null, NOTHING)};
                    barrier.await();
                    passages.applied(events);
                    return null;
                });
                arrival.get();
                event.get();
                assertThat(passages.log(journey, leads.get(0))).as("round " + round)
                        .containsExactly("wait:COMPLETED", "bought:COMPLETED");
                assertThat(passages.log(journey, leads.get(2))).containsExactly("wait:COMPLETED", "bought:COMPLETED");
                assertThat(passages.log(journey, leads.get(1))).containsExactly("wait:WAITING");
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void anEventThatComesAsTheTimeRunsOutTakesTheLeadOneWay() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 25; round++) {
                int size = 1 + round % 3;
                Journey journey = waitingForAPurchase(null);
                List<UUID> leads = marketing.leads(size);
                passages.enter(journey, leads);
                engine.runDueJobs();
                clock.advance(Duration.ofDays(4));
                LeadEvent event = passages.written(leads.get(0), EventKind.PURCHASE, null, NOTHING);
                CyclicBarrier barrier = new CyclicBarrier(2);
                Future<?> timeout = pool.submit(() -> {
                    barrier.await();
                    again(() -> engine.runDueJobs());
                    return null;
                });
                Future<?> came = pool.submit(() -> {
                    barrier.await();
                    again(() -> passages.applied(event));
                    return null;
                });
                timeout.get();
                came.get();
                assertThat(passages.log(journey, leads.get(0))).as("round " + round).hasSize(2)
                        .containsAnyOf("bought:COMPLETED", "not:COMPLETED");
                assertThat(running(journey)).isZero();
                assertThat(leads).allMatch(lead -> passages.status(journey, lead).equals("COMPLETED"));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /**
     * What the job executor and the stream's worker do when they meet each other: whatever it was, they try again. The
     * engine, when it reads an instance that is being removed, may find a part of it only and fail in many ways.
     */
    private static void again(Runnable work) {
        for (int attempt = 0; ; attempt++) {
            try {
                work.run();
                return;
            } catch (RuntimeException met) {
                if (attempt == 10) {
                    throw met;
                }
            }
        }
    }
}
