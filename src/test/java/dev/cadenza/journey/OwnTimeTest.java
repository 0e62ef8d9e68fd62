package dev.cadenza.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.compiler.Plan;
import dev.cadenza.compiler.Step;
import dev.cadenza.lead.EventKind;
import dev.cadenza.message.MessageEvents;
import dev.cadenza.testing.Marketing;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Leads travel together, but their mails go when their sender's pace lets them: each lead's time is its own. */
class OwnTimeTest extends JourneyTest {

    private static Step.Send mail(String id, String to) {
        return new Step.Send(id, id, "EMAIL", "Hello", "<p>Hello</p>", "FIRST_OUTREACH", to);
    }

    private Journey mailAndWaitForAReply() {
        return passages.workflow(mail("mail", "wait"), new Step.WaitFor("wait", "Reply?",
                new Step.Awaited(EventKind.MESSAGE_REPLIED, null, null), Duration.ofDays(3), "replied", "silent"),
                new Step.End("replied", "Replied"), new Step.End("silent", "Silent"));
    }

    @Test
    void theTimeToReplyBeginsWhenTheLeadsOwnMailHasGone() {
        Journey journey = mailAndWaitForAReply();
        List<UUID> leads = marketing.leads(3);
        passages.enter(journey, leads);
        engine.runDueJobs();
        goes(journey, leads.get(0));
        clock.advance(Duration.ofDays(2));
        goes(journey, leads.get(1));

        clock.advance(Duration.ofDays(1).plusMinutes(1));
        engine.runDueJobs();
        assertThat(passages.log(journey, leads.get(0))).contains("wait:COMPLETED", "silent:COMPLETED");
        assertThat(passages.log(journey, leads.get(1))).containsExactly("mail:COMPLETED", "wait:WAITING");
        assertThat(passages.log(journey, leads.get(2))).containsExactly("mail:COMPLETED", "wait:WAITING");

        clock.advance(Duration.ofDays(1));
        passages.happens(leads.get(1), EventKind.MESSAGE_REPLIED);
        assertThat(passages.log(journey, leads.get(1))).contains("replied:COMPLETED");
        goes(journey, leads.get(2));
        clock.advance(Duration.ofDays(3).plusMinutes(1));
        engine.runDueJobs();
        assertThat(passages.log(journey, leads.get(2))).contains("silent:COMPLETED");
        journeying.correlate();
        assertThat(running(journey)).isZero();
    }

    @Test
    void whereNobodysMailHasGoneAllGoOnWaiting() {
        Journey journey = mailAndWaitForAReply();
        List<UUID> leads = marketing.leads(2);
        passages.enter(journey, leads);
        engine.runDueJobs();

        clock.advance(Duration.ofDays(4));
        engine.runDueJobs();
        journeying.correlate();

        assertThat(leads).allMatch(lead -> passages.log(journey, lead).equals(List.of("mail:COMPLETED", "wait:WAITING")));
        assertThat(running(journey)).isEqualTo(1);
        journeying.everythingIsSent(journey.ownerId());
        clock.advance(Duration.ofDays(4));
        engine.runDueJobs();
        assertThat(leads).allMatch(lead -> passages.status(journey, lead).equals("COMPLETED"));
        assertThat(running(journey)).isZero();
    }

    /** Seconds of waiting and hours of pace: not a cohort every few seconds. */
    @Test
    void whoseMailIsOverdueIsLookedAtAgainLaterAndLater() {
        Journey journey = passages.workflow(mail("mail", "wait"), new Step.Wait("wait", "Seconds", Duration.ofSeconds(5),
                "which"), new Step.Branch("which", "Which?", List.of(new Step.Way("Done",
                "{\"field\":\"status\",\"operator\":\"equals\",\"value\":\"CUSTOMER\"}", "end")), "end"),
                new Step.End("end", "Over"));
        passages.enter(journey, marketing.leads(2));
        for (int minute = 0; minute < 60; minute++) {
            engine.runDueJobs();
            journeying.correlate();
            clock.advance(Duration.ofMinutes(1));
        }

        assertThat(count("select count(*) from cohort where journey_id = ?", journey.id())).isBetween(3L, 12L);
        assertThat(running(journey)).isEqualTo(1);
    }

    @Test
    void aDecisionAfterAWaitIsMadeWhenTheLeadsOwnTimeIsOverAndCountsAsOneRound() {
        UUID owner = UUID.randomUUID();
        Journey journey = passages.workflow(owner, new Plan("flow-" + owner, "Round", "mail", List.of(
                mail("mail", "wait"), new Step.Wait("wait", "Three days", Duration.ofDays(3), "again"),
                new Step.Branch("again", "Again?", List.of(new Step.Way("Done",
                        "{\"field\":\"status\",\"operator\":\"equals\",\"value\":\"CUSTOMER\"}", "end")), "mail"),
                new Step.End("end", "Over")), Map.of(), Map.of(), 3));
        List<UUID> leads = marketing.leads(2);
        passages.enter(journey, leads);
        engine.runDueJobs();
        goes(journey, leads.get(0));
        clock.advance(Duration.ofDays(2));
        goes(journey, leads.get(1));

        clock.advance(Duration.ofDays(1).plusMinutes(1));
        jdbc.update("update lead set status = 'CUSTOMER' where id = ?", leads.get(0));
        engine.runDueJobs();
        assertThat(passages.status(journey, leads.get(0))).isEqualTo("COMPLETED");
        assertThat(passages.log(journey, leads.get(1))).containsExactly("mail:COMPLETED", "wait:WAITING");

        clock.advance(Duration.ofDays(2));
        engine.runDueJobs();
        assertThat(jdbc.queryForList("select l.step || ':' || l.visit from execution_log l join enrollment e"
                + " on e.id = l.enrollment_id where e.lead_id = ? order by l.seq", String.class, leads.get(1)))
                .containsExactly("mail:1", "wait:1", "again:1", "mail:2", "wait:2");
    }

    @Test
    void aReplyKeepsBackWhatIsQueuedThoughTheLeadIsThroughAllSteps() {
        UUID owner = UUID.randomUUID();
        Journey journey = passages.workflow(owner, new Plan("flow-" + owner, "Two mails", "first", List.of(
                mail("first", "wait"), new Step.Wait("wait", "A day", Duration.ofDays(1), "second"),
                mail("second", "end"), new Step.End("end", "Over"))), false);
        List<UUID> leads = marketing.leads(2);
        passages.enter(journey, leads);
        engine.runDueJobs();
        journeying.everythingIsSent(owner);
        clock.advance(Duration.ofDays(1));
        engine.runDueJobs();
        assertThat(passages.status(journey, leads.get(0))).isEqualTo("COMPLETED");

        journeying.happens(new MessageEvents.Replied(leads.get(0), passages.enrollment(journey, leads.get(0)),
                UUID.randomUUID(), clock.instant()));

        assertThat(passages.status(journey, leads.get(0))).isEqualTo("REPLIED");
        assertThat(journeying.states(owner)).containsExactly("CANCELLED:1", "QUEUED:1", "SENT:2");
    }

    @Test
    void aGoalKeepsBackWhatIsQueuedThoughTheLeadIsThroughAllSteps() {
        Journey journey = passages.workflow(mail("reminder", "end"), new Step.End("end", "Over"),
                new Step.Goal("goal", "A purchase", new Step.Awaited(EventKind.PURCHASE, null, null)));
        List<UUID> leads = marketing.leads(2);
        passages.enter(journey, leads);
        engine.runDueJobs();

        passages.happens(leads.get(1), EventKind.PURCHASE);

        assertThat(passages.status(journey, leads.get(0))).isEqualTo("COMPLETED");
        assertThat(passages.status(journey, leads.get(1))).isEqualTo("GOAL_REACHED");
        assertThat(journeying.states(journey.ownerId())).containsExactly("CANCELLED:1", "QUEUED:1");
    }

    @Test
    void aSuspendedInstanceHearsOfDeparturesWhenItGoesOn() {
        Journey journey = passages.workflow(new Step.Wait("wait", "A day", Duration.ofDays(1), "end"),
                new Step.End("end", "Over"));
        Journey other = passages.workflow(new Step.Wait("wait", "A day", Duration.ofDays(1), "end"),
                new Step.End("end", "Over"));
        UUID lead = marketing.leads(1).get(0);
        passages.enter(journey, List.of(lead));
        passages.enter(other, List.of(lead));
        runtime.updateProcessInstanceSuspensionState().byProcessDefinitionId(journey.processDefinitionId()).suspend();

        Marketing.expect(200, marketing.post("/api/v1/leads/" + lead + "/stop-automation", null));
        journeying.correlate();

        assertThat(running(other)).isZero();
        assertThat(running(journey)).isEqualTo(1);
        runtime.updateProcessInstanceSuspensionState().byProcessDefinitionId(journey.processDefinitionId()).activate();
        journeying.correlate();
        assertThat(running(journey)).isZero();
        assertThat(jdbc.queryForObject("select count(*) from cohort where journey_id = ? and settled_at is null",
                Long.class, journey.id())).isZero();
    }

    /** The lead's mail has left, now. */
    private void goes(Journey journey, UUID lead) {
        jdbc.update("update message set state = 'SENT', pending = false, sent_at = ? where owner_id = ? and lead_id = ?"
                + " and state = 'QUEUED'", Timestamp.from(clock.instant()), journey.ownerId(), lead);
    }
}
