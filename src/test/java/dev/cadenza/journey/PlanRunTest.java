package dev.cadenza.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.audience.Audiences;
import dev.cadenza.compiler.Plan;
import dev.cadenza.compiler.Step;
import dev.cadenza.message.LaneSettings;
import dev.cadenza.message.Lanes;
import dev.cadenza.message.SendWindow;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Golden plans on the real engine, from the first step to the last. Plans that send the same step again and again are
 * not among them: one enrollment has one message for a step.
 */
class PlanRunTest extends JourneyTest {

    private static final int LEADS = 40;

    @Autowired
    Journeys journeys;
    @Autowired
    Lanes lanes;
    @Autowired
    Audiences audiences;

    @ParameterizedTest
    @ValueSource(strings = {"two-mails", "three-mails", "opened-or-not", "nested-branches", "subject-test",
        "all-on-one-step"})
    void everyLeadComesToTheEndOfThePlan(String name) throws IOException {
        List<UUID> leads = marketing.leads(LEADS);
        UUID owner = UUID.randomUUID();
        Journey journey = enrolled(plan(name, owner), owner, leads);

        runToTheEnd(journey, owner);

        assertThat(journeying.statuses(owner)).containsExactly("COMPLETED:" + LEADS);
        assertThat(running(journey)).isZero();
    }

    @Test
    void leadsGoTheWayWhoseConditionTheyFulfilAndTheLargestPartKeepsTheInstance() throws IOException {
        List<UUID> leads = marketing.leads(10);
        leads.subList(0, 2).forEach(lead -> attribute(lead, "clicks"));
        leads.subList(2, 5).forEach(lead -> attribute(lead, "opens"));
        UUID owner = UUID.randomUUID();
        Journey journey = enrolled(plan("opened-or-not", owner), owner, leads);
        engine.runDueJobs();
        UUID first = jdbc.queryForObject("select id from cohort where journey_id = ?", UUID.class, journey.id());
        journeying.everythingIsSent(owner);

        clock.advance(Duration.ofHours(52));
        engine.runDueJobs();

        assertThat(journeying.queued(owner)).containsExactly("send-1:10", "send-again:5", "send-case:3",
                "send-offer:2");
        assertThat(jdbc.queryForList("select count(*) from enrollment e join cohort c on c.id = e.cohort_id"
                + " where c.journey_id = ? group by c.id order by 1", Long.class, journey.id()))
                .containsExactly(2L, 3L, 5L);
        assertThat(jdbc.queryForObject("select count(*) from enrollment where cohort_id = ?", Long.class, first))
                .isEqualTo(5);
        assertThat(jdbc.queryForList("select distinct split_from from cohort where journey_id = ?"
                + " and split_from is not null", UUID.class, journey.id())).containsExactly(first);
    }

    @Test
    void aLeadKeepsItsShareOfASplitAndSharesAreAsLargeAsPlanned() {
        var split = new Step.Split("ab", "A or B", List.of(
                new Step.Share("A", 30, "a"), new Step.Share("B", 70, "b")));
        List<UUID> leads = Stream.generate(UUID::randomUUID).limit(20_000).toList();

        long inA = leads.stream().filter(lead -> SplitStep.share(split, lead) == 0).count();

        assertThat(leads).allMatch(lead -> SplitStep.share(split, lead) == SplitStep.share(split, lead));
        assertThat(inA).isBetween(5_700L, 6_300L);
    }

    private Plan plan(String name, UUID owner) throws IOException {
        Plan golden = golden(name);
        return new Plan("run-" + owner, golden.name(), golden.start(),
                golden.steps().stream().map(PlanRunTest::withoutVariables).toList());
    }

    /** What mails say is not what is tested here; a lead without a value would be left out. */
    private static Step withoutVariables(Step step) {
        return step instanceof Step.Send send ? new Step.Send(send.id(), send.name(), send.channel(), "Subject",
                "<p>Text</p>", send.draftType(), send.to()) : step;
    }

    private Journey enrolled(Plan plan, UUID owner, List<UUID> leads) {
        UUID sender = marketing.aSender();
        SendWindow window = SendWindow.always(ZoneOffset.UTC);
        UUID lane = lanes.open(new LaneSettings(sender, owner, null, 0, window, false, false, false));
        Journey journey = journeys.deploy(owner, plan, new JourneySettings(lane, sender, window, false, 500));
        Journeys.Enrolled enrolled = journeys.enrollNext(journey.id(),
                audiences.members(marketing.aListOf(leads), null), null);
        assertThat(enrolled.count()).isEqualTo(leads.size());
        return journey;
    }

    private void runToTheEnd(Journey journey, UUID owner) {
        for (int month = 0; month < 60 && journeys.settle(owner) != null; month++) {
            engine.runDueJobs();
            tasksOf(journey).forEach(this::approve);
            engine.runDueJobs();
            journeying.everythingIsSent(owner);
            clock.advance(Duration.ofDays(30));
        }
    }

    private void attribute(UUID lead, String name) {
        jdbc.update("update lead set attributes = jsonb_build_object(?, 1) where id = ?", name, lead);
    }
}
