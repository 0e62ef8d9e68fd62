package dev.cadenza.campaign;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.journey.Journeys;
import dev.cadenza.lead.AutomationStopped;
import dev.cadenza.message.MessageEvents;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.Journeying;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A campaign from its launch to its end, one turn after the other. */
@CadenzaTest
class CampaignRunTest {

    @Autowired
    Marketing marketing;
    @Autowired
    Journeying journeying;
    @Autowired
    EngineTurns engine;
    @Autowired
    TestClock clock;
    @Autowired
    RuntimeService runtime;
    @Autowired
    TaskService tasks;
    @Autowired
    HistoryService history;
    @Autowired
    Campaigns campaigns;
    @Autowired
    Journeys journeys;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void startOfADay() {
        clock.set(TestClock.START);
    }

    @Test
    void queuesTheFirstMailForEverybodyAndTheSecondAfterItsDelay() {
        UUID campaign = twoMails(marketing.leads(3)).launched();

        engine.runDueJobs();
        assertThat(journeying.queued(campaign)).containsExactly("mail-1:3");

        clock.advance(Duration.ofDays(2).minusMillis(1));
        engine.runDueJobs();
        assertThat(journeying.queued(campaign)).containsExactly("mail-1:3");

        clock.advance(Duration.ofMillis(1));
        engine.runDueJobs();
        assertThat(journeying.queued(campaign)).containsExactly("mail-1:3", "mail-2:3");
    }

    @Test
    void isCompletedWhenTheLastMailHasGone() {
        UUID campaign = twoMails(marketing.leads(2)).launched();
        engine.runDueJobs();
        journeying.everythingIsSent(campaign);
        clock.advance(Duration.ofDays(2));
        engine.runDueJobs();

        clock.advance(Duration.ofMinutes(10));
        engine.runDueJobs();
        assertThat(status(campaign)).isEqualTo("RUNNING");

        journeying.everythingIsSent(campaign);
        clock.advance(Duration.ofMinutes(10));
        engine.runDueJobs();
        assertThat(status(campaign)).isEqualTo("COMPLETED");
        assertThat(journeying.statuses(campaign)).containsExactly("COMPLETED:2");
    }

    @Test
    void listsItsDraftsWithTheirLeads() {
        UUID campaign = twoMails(marketing.leads(3)).launched();
        engine.runDueJobs();

        JsonNode drafts = expect(200, marketing.get("/api/v1/campaigns/" + campaign + "/drafts?size=2")).body();
        assertThat(drafts.get("totalElements").asInt()).isEqualTo(3);
        assertThat(drafts.get("content")).hasSize(2).allSatisfy(draft -> {
            assertThat(draft.get("campaignId").asText()).isEqualTo(campaign.toString());
            assertThat(draft.at("/lead/email").asText()).contains("@");
        });
        String rejected = "/api/v1/campaigns/" + campaign + "/drafts?status=REJECTED";
        assertThat(expect(200, marketing.get(rejected)).body().get("content")).isEmpty();
        expect(404, marketing.get("/api/v1/campaigns/" + UUID.randomUUID() + "/drafts"));
    }

    @Test
    void cutsTheAudienceIntoCohortsOfTheSizeThatTheCampaignSets() {
        UUID campaign = twoMails(marketing.leads(7)).setting("cohortSize", 3).launched();

        engine.runDueJobs();

        assertThat(instances(campaign)).hasSize(3);
        assertThat(journeying.queued(campaign)).containsExactly("mail-1:7");
    }

    @Test
    void aReplyStopsTheSequenceForThatLeadAlone() {
        List<UUID> leads = marketing.leads(3);
        UUID campaign = twoMails(leads).launched();
        engine.runDueJobs();

        journeying.happens(new MessageEvents.Replied(leads.get(1), journeying.enrollment(campaign, leads.get(1)),
                UUID.randomUUID(), clock.instant()));

        assertThat(journeying.statuses(campaign)).containsExactly("IN_PROGRESS:2", "REPLIED:1");
        assertThat(journeying.states(campaign)).containsExactly("CANCELLED:1", "QUEUED:2");
        journeying.correlate();
        clock.advance(Duration.ofDays(2));
        engine.runDueJobs();
        assertThat(journeying.queued(campaign)).containsExactly("mail-1:3", "mail-2:2");
    }

    @Test
    void theInstanceOfACohortThatEverybodyHasLeftIsCompletedAndNotDeleted() {
        List<UUID> leads = marketing.leads(2);
        UUID campaign = twoMails(leads).launched();
        engine.runDueJobs();
        String instance = instances(campaign).get(0).getId();

        leads.forEach(lead -> journeying.happens(new AutomationStopped(lead, clock.instant())));
        journeying.correlate();

        HistoricProcessInstance over = history.createHistoricProcessInstanceQuery().processInstanceId(instance)
                .singleResult();
        assertThat(over.getState()).isEqualTo(HistoricProcessInstance.STATE_COMPLETED);
        assertThat(journeying.statuses(campaign)).containsExactly("STOPPED:2");
        clock.advance(Duration.ofMinutes(10));
        engine.runDueJobs();
        assertThat(status(campaign)).isEqualTo("COMPLETED");
    }

    @Test
    void bouncesAndUnsubscribesEndEveryJourneyOfTheLead() {
        List<UUID> leads = marketing.leads(2);
        UUID first = twoMails(leads).launched();
        UUID second = twoMails(leads).launched();
        engine.runDueJobs();

        journeying.happens(new MessageEvents.Unsubscribed(leads.get(0), null, "x@example.com", clock.instant()));
        journeying.happens(new MessageEvents.HardBounced(leads.get(1), null, "y@example.com", clock.instant()));

        for (UUID campaign : List.of(first, second)) {
            assertThat(journeying.statuses(campaign)).containsExactly("BOUNCED:1", "UNSUBSCRIBED:1");
            assertThat(journeying.states(campaign)).containsExactly("CANCELLED:2");
        }
    }

    @Test
    void aReviewIsOneTaskForTheCohortAndHoldsItsMailsBack() {
        UUID campaign = twoMails(marketing.leads(3)).with("reviewMode", "FIRST_STEP").launched();

        engine.runDueJobs();

        Task review = review(campaign);
        assertThat(review.getName()).startsWith("Review drafts");
        assertThat(journeying.queued(campaign)).isEmpty();
        expect(200, marketing.post("/api/v1/drafts/approve-rest", scope(review)));
        tasks.complete(review.getId());
        engine.runDueJobs();
        assertThat(journeying.queued(campaign)).containsExactly("mail-1:3");
    }

    @Test
    void aReviewCanNotBeCompletedWhileDraftsAreUndecided() {
        UUID campaign = twoMails(marketing.leads(2)).with("reviewMode", "FIRST_STEP").launched();
        engine.runDueJobs();
        Task review = review(campaign);

        assertThatThrownBy(() -> tasks.complete(review.getId()))
                .hasMessageContaining("2 drafts have neither been approved nor rejected");

        assertThat(review(campaign).getId()).isEqualTo(review.getId());
    }

    @Test
    void aRejectedDraftSkipsThatMailOrEndsTheJourneyAsTheCampaignSays() {
        UUID goesOn = twoMails(marketing.leads(2)).with("reviewMode", "FIRST_STEP").launched();
        UUID leaves = twoMails(marketing.leads(2)).with("reviewMode", "FIRST_STEP")
                .setting("rejectedLeads", "LEAVE").launched();
        engine.runDueJobs();

        for (UUID campaign : List.of(goesOn, leaves)) {
            Task review = review(campaign);
            journeying.rejectOneDraft(campaign);
            expect(200, marketing.post("/api/v1/drafts/approve-rest", scope(review)));
            tasks.complete(review.getId());
        }
        journeying.correlate();
        engine.runDueJobs();
        clock.advance(Duration.ofDays(2));
        engine.runDueJobs();

        assertThat(journeying.queued(goesOn)).containsExactly("mail-1:1", "mail-2:2");
        assertThat(journeying.queued(leaves)).containsExactly("mail-1:1", "mail-2:1");
        assertThat(journeying.statuses(leaves)).containsExactly("IN_PROGRESS:1", "REJECTED:1");
    }

    @Test
    void leadsAddedToTheListOfARunningCampaignAreEnrolledOnce() {
        List<UUID> leads = marketing.leads(2);
        UUID list = marketing.aListOf(leads);
        UUID campaign = twoMails(leads).with("listId", list).launched();
        engine.runDueJobs();

        marketing.addTo(list, marketing.leads(3));
        engine.runDueJobs();
        marketing.addTo(list, leads);
        engine.runDueJobs();

        assertThat(journeying.queued(campaign)).containsExactly("mail-1:5");
    }

    @Test
    void aPausedCampaignMovesNoneOfItsCohortsAndGoesOnWhenResumed() {
        List<UUID> leads = marketing.leads(2);
        UUID campaign = twoMails(leads).launched();
        engine.runDueJobs();

        expect(200, marketing.post("/api/v1/campaigns/" + campaign + "/pause", null));
        clock.advance(Duration.ofDays(3));
        engine.runDueJobs();
        assertThat(journeying.queued(campaign)).containsExactly("mail-1:2");
        journeying.happens(new AutomationStopped(leads.get(0), clock.instant()));
        journeying.correlate();
        assertThat(journeying.waitingDepartures(campaign)).isZero();

        expect(200, marketing.post("/api/v1/campaigns/" + campaign + "/resume", null));
        engine.runDueJobs();
        assertThat(journeying.queued(campaign)).containsExactly("mail-1:2", "mail-2:1");
    }

    /** Two people pause it and a third resumes it between the two: whoever has said last that it is paused, is right. */
    @Test
    void aPauseHoldsWhatAResumeLetGoWhileItWasOnItsWay() throws Exception {
        UUID campaign = twoMails(marketing.leads(2)).launched();
        engine.runDueJobs();
        CompletableFuture<Void> pause = new CompletableFuture<>();

        transaction.executeWithoutResult(status -> {
            campaigns.lock(campaign);
            pause.completeAsync(() -> {
                expect(200, marketing.post("/api/v1/campaigns/" + campaign + "/pause", null));
                return null;
            });
            await().until(() -> jdbc.sql("select count(*) from pg_stat_activity where datname = current_database()"
                    + " and wait_event_type = 'Lock' and query like '%campaign%'").query(Long.class).single() == 1);
            journeys.goOn(campaign);
        });
        pause.get(1, TimeUnit.MINUTES);

        assertThat(status(campaign)).isEqualTo("PAUSED");
        assertThat(jdbc.sql("select held from lane where owner_id = ?").param(campaign).query(Boolean.class).list())
                .isNotEmpty().containsOnly(true);
        clock.advance(Duration.ofDays(3));
        engine.runDueJobs();
        assertThat(journeying.queued(campaign)).containsExactly("mail-1:2");
    }

    @Test
    void aCancelledCampaignEndsForEverybody() {
        UUID campaign = twoMails(marketing.leads(4)).setting("cohortSize", 1).launched();
        engine.runDueJobs();

        expect(200, marketing.post("/api/v1/campaigns/" + campaign + "/cancel", null));

        assertThat(status(campaign)).isEqualTo("CANCELLED");
        assertThat(journeying.statuses(campaign)).containsExactly("CANCELLED:4");
        assertThat(journeying.states(campaign)).containsExactly("CANCELLED:4");
        assertThat(instances(campaign)).isEmpty();
        assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(campaign.toString()).count())
                .isZero();
    }

    @Test
    void aScheduledCampaignWithoutReviewEnrollsAtItsTime() {
        Instant start = TestClock.START.plus(Duration.ofDays(1));
        UUID campaign = twoMails(marketing.leads(2)).with("scheduledAt", start.toString()).launched();
        engine.runDueJobs();
        assertThat(status(campaign)).isEqualTo("SCHEDULED");
        assertThat(journeying.statuses(campaign)).isEmpty();

        clock.set(start);
        engine.runDueJobs();

        assertThat(status(campaign)).isEqualTo("RUNNING");
        assertThat(journeying.queued(campaign)).containsExactly("mail-1:2");
    }

    @Test
    void aScheduledCampaignIsReviewedBeforeItsTimeAndSendsAtIt() {
        Instant start = TestClock.START.plus(Duration.ofDays(1));
        UUID campaign = twoMails(marketing.leads(2)).with("scheduledAt", start.toString())
                .with("reviewMode", "FIRST_STEP").launched();
        engine.runDueJobs();
        Task review = review(campaign);
        expect(200, marketing.post("/api/v1/drafts/approve-rest", scope(review)));
        tasks.complete(review.getId());
        engine.runDueJobs();
        assertThat(journeying.queued(campaign)).isEmpty();

        clock.set(start);
        engine.runDueJobs();

        assertThat(journeying.queued(campaign)).containsExactly("mail-1:2");
    }

    @Test
    void leadsThatCanNotBeWrittenToAreNotEnrolled() {
        List<UUID> leads = marketing.leads(4);
        journeying.stop(leads.get(0));
        journeying.suppress(leads.get(1));
        journeying.withoutEmail(leads.get(2));
        UUID campaign = twoMails(leads).launched();

        engine.runDueJobs();

        assertThat(journeying.queued(campaign)).containsExactly("mail-1:1");
    }

    @Test
    void mailsGoInTheSendWindowOfTheLeadsOwnTimezone() {
        List<UUID> leads = marketing.leads(2);
        journeying.livesIn(leads.get(0), "America/New_York");
        UUID campaign = twoMails(leads).setting("leadTimezone", true).launched();

        engine.runDueJobs();

        // 10:00 UTC on 3 June is 06:00 in New York: the window opens there at 13:00 UTC.
        assertThat(journeying.scheduled(campaign)).containsExactly(
                TestClock.START, Instant.parse("2026-06-03T13:00:00Z"));
    }

    @Test
    void anEnrollmentSaysInOneSentenceWhatItWaitsFor() {
        List<UUID> leads = marketing.leads(1);
        UUID campaign = twoMails(leads).with("reviewMode", "FIRST_STEP").launched();
        engine.runDueJobs();
        UUID enrollment = journeying.enrollment(campaign, leads.get(0));
        assertThat(explanation(enrollment)).isEqualTo("waits for a person to review the draft of 'Hello {{firstName}}'");

        Task review = review(campaign);
        expect(200, marketing.post("/api/v1/drafts/approve-rest", scope(review)));
        tasks.complete(review.getId());
        engine.runDueJobs();
        journeying.everythingIsSent(campaign);
        assertThat(explanation(enrollment)).isEqualTo("waits until 5 June 2026 10:00 UTC for 'Again'");

        journeying.happens(new MessageEvents.Replied(leads.get(0), enrollment, UUID.randomUUID(), clock.instant()));
        assertThat(explanation(enrollment))
                .isEqualTo("left on 3 June 2026 10:00 UTC because the lead replied; nothing more is sent");
    }

    private Marketing.CampaignDraft twoMails(List<UUID> leads) {
        return marketing.aCampaign().to(leads).mail("Hello {{firstName}}", "<p>Dear {{firstName}}</p>").delay("P2D")
                .mail("Again", "<p>Still there, {{firstName}}?</p>");
    }

    private String status(UUID campaign) {
        return marketing.get("/api/v1/campaigns/" + campaign).body().get("status").asText();
    }

    private String explanation(UUID enrollment) {
        return marketing.get("/api/v1/enrollments/" + enrollment).body().get("explanation").asText();
    }

    private Task review(UUID campaign) {
        return tasks.createTaskQuery().processDefinitionKey(CampaignPlanner.key(campaign)).singleResult();
    }

    private Map<String, Object> scope(Task review) {
        return Map.of("cohortId", runtime.getVariable(review.getExecutionId(), "reviewCohort"), "stepId",
                runtime.getVariable(review.getExecutionId(), "reviewStep"));
    }

    private List<ProcessInstance> instances(UUID campaign) {
        return runtime.createProcessInstanceQuery().processDefinitionKey(CampaignPlanner.key(campaign)).list();
    }
}
