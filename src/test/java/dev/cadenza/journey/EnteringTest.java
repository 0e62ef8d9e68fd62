package dev.cadenza.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.compiler.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Leads come into a journey by its rule, once or again, whoever lets them in at the same time. */
class EnteringTest extends JourneyTest {

    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();
    private static final ReEntry ALWAYS = new ReEntry(ReEntry.Rule.ALWAYS, null);

    private Journey aDayLong() {
        return passages.workflow(new Step.Wait("wait", "A day", Duration.ofDays(1), "end"), new Step.End("end", "Over"));
    }

    @Test
    void whoComesInOnceOnlyIsRefusedAfterwardsWithTheReason() {
        Journey journey = aDayLong();
        List<UUID> leads = marketing.leads(3);
        passages.enter(journey, leads.subList(0, 1), NOTHING, ReEntry.NEVER);

        Journeys.Entries again = passages.enter(journey, leads, NOTHING, ReEntry.NEVER);

        assertThat(again.entered()).containsExactlyElementsOf(leads.subList(1, 3));
        assertThat(again.refused()).containsOnlyKeys(leads.get(0)).containsEntry(leads.get(0),
                "The lead was in before, and may come in once only.");
    }

    @Test
    void onceFinishedLetsInAgainWhoIsThrough() {
        Journey journey = aDayLong();
        UUID lead = marketing.leads(1).get(0);
        ReEntry rule = new ReEntry(ReEntry.Rule.ONCE_FINISHED, null);
        passages.enter(journey, List.of(lead), NOTHING, rule);
        assertThat(passages.enter(journey, List.of(lead), NOTHING, rule).refused())
                .containsEntry(lead, "The lead is still inside.");

        clock.advance(Duration.ofDays(2));
        engine.runDueJobs();

        assertThat(passages.status(journey, lead)).isEqualTo("COMPLETED");
        assertThat(passages.enter(journey, List.of(lead), NOTHING, rule).entered()).containsExactly(lead);
    }

    @Test
    void oncePerPeriodCountsFromWhenTheLeadLastCameIn() {
        Journey journey = aDayLong();
        UUID lead = marketing.leads(1).get(0);
        ReEntry rule = new ReEntry(ReEntry.Rule.ONCE_PER_PERIOD, Duration.ofDays(7));
        passages.enter(journey, List.of(lead), NOTHING, rule);
        clock.advance(Duration.ofDays(6));
        assertThat(passages.enter(journey, List.of(lead), NOTHING, rule).refused().get(lead)).contains("once in PT168H");
        clock.advance(Duration.ofDays(1));
        assertThat(passages.enter(journey, List.of(lead), NOTHING, rule).entered()).containsExactly(lead);
    }

    @Test
    void alwaysLetsALeadInSeveralTimesAtOnceAndKeepsWhatBroughtIt() {
        Journey journey = aDayLong();
        UUID lead = marketing.leads(1).get(0);

        passages.enter(journey, List.of(lead, lead), NOTHING.deepCopy().put("order", "7\u0000"), ALWAYS);

        assertThat(jdbc.queryForList("select e.entry || ' ' || (c.data ->> 'order') from enrollment e"
                + " join entry_cause c on c.enrollment_id = e.id where e.journey_id = ? order by e.entry", String.class,
                journey.id())).containsExactly("1 7 ", "2 7 ");
    }

    @Test
    void whoIsLetInAgainAndAgainStaysOutsideForAnHour() {
        Journey journey = aDayLong();
        UUID lead = marketing.leads(1).get(0);

        passages.enter(journey, Collections.nCopies(JourneyEntering.MOST_AN_HOUR + 5, lead), NOTHING, ALWAYS);

        assertThat(count("select count(*) from enrollment where journey_id = ?", journey.id()))
                .isEqualTo(JourneyEntering.MOST_AN_HOUR);
        assertThat(passages.enter(journey, List.of(lead), NOTHING, ALWAYS).refused().get(lead))
                .contains("100 times within an hour");
        clock.advance(Duration.ofHours(1));
        assertThat(passages.enter(journey, List.of(lead), NOTHING, ALWAYS).entered()).containsExactly(lead);
    }

    @Test
    void whoIsUnknownOrWantsNoAutomationStaysOutside() {
        Journey journey = aDayLong();
        UUID stopped = marketing.leads(1).get(0);
        UUID unknown = UUID.randomUUID();
        journeying.stop(stopped);

        assertThat(passages.enter(journey, List.of(stopped, unknown), NOTHING, ALWAYS).refused())
                .containsEntry(stopped, "Automation is stopped for the lead.")
                .containsEntry(unknown, "There is no such lead.");
    }

    @Test
    void nodesThatLetTheSameLeadsInAtOnceLetThemInOnce() throws Exception {
        int nodes = 4;
        ExecutorService pool = Executors.newFixedThreadPool(nodes);
        try {
            for (int round = 0; round < 5; round++) {
                Journey never = aDayLong();
                Journey always = aDayLong();
                List<UUID> leads = marketing.leads(20);
                CyclicBarrier barrier = new CyclicBarrier(nodes);
                List<Future<Integer>> counts = new ArrayList<>();
                for (int node = 0; node < nodes; node++) {
                    counts.add(pool.submit(() -> {
                        barrier.await();
                        int in = passages.enter(never, leads, NOTHING, ReEntry.NEVER).entered().size();
                        passages.enter(always, leads, NOTHING, ALWAYS);
                        return in;
                    }));
                }
                int entered = 0;
                for (Future<Integer> count : counts) {
                    entered += count.get();
                }
                assertThat(entered).isEqualTo(20);
                assertThat(count("select count(*) from enrollment where journey_id = ?", never.id())).isEqualTo(20);
                assertThat(count("select count(*) from enrollment where journey_id = ?", always.id()))
                        .isEqualTo(20 * nodes);
                assertThat(count("select count(*) from cohort c where journey_id = ? and not exists"
                        + " (select 1 from enrollment e where e.cohort_id = c.id)", never.id())).isZero();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
