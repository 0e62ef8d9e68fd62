package dev.cadenza.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadenza.compiler.Plan;
import dev.cadenza.compiler.Step;
import dev.cadenza.lead.EventKind;
import dev.cadenza.message.MessageEvents;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What each kind of step of a workflow does with leads that travel together. */
class WorkflowStepsTest extends JourneyTest {

    @Autowired
    FilterService filters;

    @Test
    void aTimeOfDayIsTheLeadsOwn() {
        clock.set(Instant.parse("2027-06-02T12:00:00Z")); // a Wednesday
        Journey journey = passages.workflow(new Step.WaitUntilTime("wait", "Thursday at nine", Set.of(DayOfWeek.THURSDAY),
                LocalTime.of(9, 0), ZoneOffset.UTC, "end"), new Step.End("end", "Over"));
        List<UUID> leads = marketing.leads(3);
        journeying.livesIn(leads.get(0), "Asia/Tokyo");
        journeying.livesIn(leads.get(1), "America/New_York");
        passages.enter(journey, leads);
        engine.runDueJobs();
        assertThat(leads).allMatch(lead -> passages.log(journey, lead).equals(List.of("wait:WAITING")));

        clock.set(Instant.parse("2027-06-03T00:30:00Z"));
        engine.runDueJobs();
        assertThat(leads.stream().map(lead -> passages.status(journey, lead)))
                .containsExactly("COMPLETED", "IN_PROGRESS", "IN_PROGRESS");
        clock.set(Instant.parse("2027-06-03T09:00:30Z"));
        engine.runDueJobs();
        assertThat(leads.stream().map(lead -> passages.status(journey, lead)))
                .containsExactly("COMPLETED", "IN_PROGRESS", "COMPLETED");
        clock.set(Instant.parse("2027-06-03T13:00:30Z"));
        engine.runDueJobs();
        assertThat(passages.status(journey, leads.get(1))).isEqualTo("COMPLETED");
    }

    @Test
    void aTimeOfDayThatIsNowPassesAtOnceAndOneThatTheClocksLeaveOutComesAfterwards() {
        var at = new Step.WaitUntilTime("w", "W", Set.of(), LocalTime.of(2, 30), ZoneOffset.UTC, "end");
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant then = Instant.parse("2027-03-01T01:30:20Z");
        assertThat(DueAt.next(at, then, berlin)).isEqualTo(then);
        assertThat(DueAt.next(at, Instant.parse("2027-03-28T00:00:00Z"), berlin))
                .isEqualTo(Instant.parse("2027-03-28T01:30:00Z"));
        var monday = new Step.WaitUntilTime("w", "W", Set.of(DayOfWeek.MONDAY), LocalTime.of(2, 30), ZoneOffset.UTC, "e");
        assertThat(DueAt.next(monday, Instant.parse("2027-03-01T02:31:00Z"), ZoneOffset.UTC))
                .isEqualTo(Instant.parse("2027-03-08T02:30:00Z"));
    }

    @Test
    void fieldsAreSetListsChangedAndPointsGivenForAllTogether() {
        UUID list = marketing.aListOf(List.of());
        Map<String, String> set = new LinkedHashMap<>();
        set.put("status", "QUALIFIED");
        set.put("company", null);
        set.put("tier", "gold");
        Journey journey = passages.workflow(new Step.UpdateLead("set", "Set", set, "points"),
                new Step.Score("points", "Points", 15, "list"), new Step.ChangeList("list", "List", list, true, "end"),
                new Step.End("end", "Over"));
        List<UUID> leads = marketing.leads(4);
        passages.enter(journey, leads);
        engine.runDueJobs();

        for (UUID lead : leads) {
            assertThat(jdbc.queryForMap("select status, company, attributes ->> 'tier' as tier from lead where id = ?",
                    lead)).containsEntry("status", "QUALIFIED").containsEntry("company", null)
                    .containsEntry("tier", "gold");
            assertThat(passages.log(journey, lead)).containsExactly("set:COMPLETED", "points:COMPLETED", "list:COMPLETED",
                    "end:COMPLETED");
        }
        assertThat(jdbc.queryForObject("select count(*) from lead_event where kind = 'POINTS_GIVEN' and key = ?"
                + " and (payload ->> 'points')::int = 15", Long.class, journey.ownerId().toString())).isEqualTo(4);
        assertThat(jdbc.queryForObject("select count(*) from lead_list_member where list_id = ?", Long.class, list))
                .isEqualTo(4);
    }

    @Test
    void aBranchReadsWhatTriggeredIt() {
        Journey journey = passages.workflow(new Step.Branch("value", "How much?", List.of(new Step.Way("Much",
                "{\"field\":\"trigger.order.value\",\"operator\":\"greaterThan\",\"value\":100}", "much")), "little"),
                new Step.End("much", "Much"), new Step.End("little", "Little"));
        List<UUID> leads = marketing.leads(2);
        passages.enter(journey, leads.subList(0, 1), passages.json("{\"order\":{\"value\":250}}"), ReEntry.NEVER);
        passages.enter(journey, leads.subList(1, 2), passages.json("{\"order\":{\"value\":\"9.50\"}}"), ReEntry.NEVER);
        engine.runDueJobs();

        assertThat(passages.log(journey, leads.get(0))).containsExactly("value:COMPLETED", "much:COMPLETED");
        assertThat(passages.log(journey, leads.get(1))).containsExactly("value:COMPLETED", "little:COMPLETED");
    }

    @Test
    void whoGoesRoundAsOftenAsItMayLeavesWithTheReasonAndEveryRoundSendsAMessageOfItsOwn() {
        UUID owner = UUID.randomUUID();
        Journey journey = passages.workflow(owner, new Plan("flow-" + owner, "Round", "mail", List.of(
                new Step.Send("mail", "Mail", "EMAIL", "Hello", "<p>Hello</p>", "FIRST_OUTREACH", "wait"),
                new Step.Wait("wait", "A day", Duration.ofDays(1), "again"),
                new Step.Branch("again", "Again?", List.of(new Step.Way("Done",
                        "{\"field\":\"status\",\"operator\":\"equals\",\"value\":\"CUSTOMER\"}", "end")), "mail"),
                new Step.End("end", "Over")), Map.of(), Map.of(), 3));
        UUID lead = marketing.leads(1).get(0);
        passages.enter(journey, List.of(lead));
        for (int day = 0; day < 6; day++) {
            engine.runDueJobs();
            journeying.everythingIsSent(owner);
            journeying.correlate();
            clock.advance(Duration.ofDays(1));
        }

        assertThat(passages.status(journey, lead)).isEqualTo("STOPPED");
        assertThat(jdbc.queryForList("select iteration from message where owner_id = ? order by iteration",
                Integer.class, owner)).containsExactly(0, 1, 2);
        assertThat(jdbc.queryForObject("select reason from enrollment where owner_id = ?", String.class, owner))
                .isEqualTo("the lead came to 'Mail' 3 times, which is as often as it may");
        assertThat(jdbc.queryForList("select visit from execution_log l join enrollment e on e.id = l.enrollment_id"
                + " where e.owner_id = ? and l.step = 'mail' order by visit", Integer.class, owner))
                .containsExactly(1, 2, 3);
        assertThat(running(journey)).isZero();
    }

    private Journey aCall() {
        return passages.workflow(new Step.HumanTask("call", "Call the lead", "marketer", "Call {{firstName|them}}.",
                Duration.ofDays(2), List.of(new Step.Field("budget", "Budget", "number", true, List.of()),
                new Step.Field("size", "Size", "choice", false, List.of("S", "L"))), List.of(
                new Step.Outcome("Interested", "rich"), new Step.Outcome("Never", "never"))),
                new Step.Branch("rich", "Rich?", List.of(new Step.Way("Yes",
                        "{\"field\":\"answers.call.budget\",\"operator\":\"greaterOrEqual\",\"value\":1000}", "offer")),
                        "never"),
                new Step.End("offer", "Offer"), new Step.End("never", "Never"));
    }

    @Test
    void aPersonDecidesAboutEachLeadAndLaterConditionsReadTheFields() {
        Journey journey = aCall();
        List<UUID> leads = marketing.leads(3);
        passages.enter(journey, leads);
        engine.runDueJobs();
        List<Task> open = tasksOf(journey);
        assertThat(open).hasSize(3).allMatch(task -> task.getDueDate().toInstant()
                .equals(TestClock.START.plus(Duration.ofDays(2))));
        assertThat(filters.<Task>list(filters.createFilterQuery().filterName("Tasks of workflows").singleResult()
                .getId())).extracting(Task::getId).containsAll(open.stream().map(Task::getId).toList());

        Task first = open.get(0);
        Marketing.Answer about = Marketing.expect(200, marketing.get("/api/v1/human-tasks/" + first.getId()));
        UUID lead = UUID.fromString(about.body().at("/lead/id").asText());
        assertThat(about.body().get("instructions").asText()).startsWith("Call First");
        Marketing.Answer bad = marketing.post("/api/v1/human-tasks/" + first.getId() + "/complete",
                Map.of("outcome", "Perhaps", "fields", Map.of("budget", "much", "size", "M", "age", 3)));
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.body().get("errors").findValuesAsText("field"))
                .containsExactlyInAnyOrder("outcome", "fields.budget", "fields.size", "fields.age");
        assertThatThrownBy(() -> tasks.complete(first.getId())).isInstanceOf(ProcessEngineException.class)
                .hasMessageContaining("Choose an outcome");
        Marketing.expect(204, marketing.post("/api/v1/human-tasks/" + first.getId() + "/complete",
                Map.of("outcome", "Interested", "fields", Map.of("budget", 1000))));

        assertThat(passages.log(journey, lead)).containsExactly("call:COMPLETED", "rich:COMPLETED", "offer:COMPLETED");
        Marketing.expect(204, marketing.post("/api/v1/human-tasks/" + open.get(1).getId() + "/complete",
                Map.of("outcome", "Never", "fields", Map.of("budget", 5))));
        assertThat(leads.stream().map(one -> passages.status(journey, one))).containsOnlyOnce("IN_PROGRESS");
        assertThat(marketing.get("/api/v1/human-tasks/" + first.getId()).status()).isEqualTo(404);
        assertThat(marketing.post("/api/v1/human-tasks/nothing/complete", List.of(1)).status()).isEqualTo(404);
    }

    @Test
    void aSentenceSaysWhatALeadWaitsForAtAnyStep() {
        Journey reply = passages.workflow(new Step.WaitFor("wait", "Bought?",
                new Step.Awaited(EventKind.PURCHASE, null, null), Duration.ofDays(3), "end", "end"),
                new Step.End("end", "Over"));
        Journey call = aCall();
        Journey webhook = passages.workflow(new Step.CallWebhook("ask", "Ask", "https://example.com", "POST", Map.of(),
                null, "end"), new Step.End("end", "Over"));
        UUID lead = marketing.leads(1).get(0);
        List.of(reply, call, webhook).forEach(journey -> passages.enter(journey, List.of(lead)));
        engine.runDueJobs();

        assertThat(explained(reply, lead)).isEqualTo("waits for '" + EventKind.PURCHASE.label() + "' until "
                + DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm", Locale.ENGLISH).format(TestClock.START.plus(
                        Duration.ofDays(3)).atZone(ZoneOffset.UTC)) + " Z at 'Bought?'");
        assertThat(explained(call, lead)).isEqualTo("waits for a person (marketer) at 'Call the lead'");
        assertThat(explained(webhook, lead)).isEqualTo("waits for an answer at 'Ask'");
    }

    private String explained(Journey journey, UUID lead) {
        return Marketing.expect(200, marketing.get("/api/v1/enrollments/" + passages.enrollment(journey, lead))).body()
                .get("explanation").asText();
    }

    @Test
    void ofSeveralWhoCompleteATaskAtOnceOneDoesAndTheOthersHearOfIt() throws Exception {
        int people = 4;
        ExecutorService pool = Executors.newFixedThreadPool(people);
        try {
            Journey journey = aCall();
            passages.enter(journey, marketing.leads(1));
            engine.runDueJobs();
            String task = tasksOf(journey).get(0).getId();
            CyclicBarrier barrier = new CyclicBarrier(people);
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < people; i++) {
                answers.add(pool.submit(() -> {
                    barrier.await();
                    return marketing.post("/api/v1/human-tasks/" + task + "/complete",
                            Map.of("outcome", "Never", "fields", Map.of("budget", 5))).status();
                }));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            assertThat(statuses).containsOnlyOnce(204).isSubsetOf(204, 404, 409);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aTaskOfALeadThatLeavesIsTakenBack() {
        Journey journey = aCall();
        UUID lead = marketing.leads(1).get(0);
        passages.enter(journey, List.of(lead));
        engine.runDueJobs();

        Marketing.expect(200, marketing.post("/api/v1/leads/" + lead + "/stop-automation", null));
        journeying.correlate();

        assertThat(tasksOf(journey)).isEmpty();
        assertThat(passages.log(journey, lead)).containsExactly("call:SKIPPED");
    }

    @Test
    void aStepThatFailsForGoodIsAnIncidentInTheLogAndGoesOnByHandForOneOrForAll() {
        UUID list = marketing.aListOf(List.of());
        Journey journey = passages.workflow(new Step.ChangeList("list", "To the list", list, true, "end"),
                new Step.End("end", "Over"));
        List<UUID> leads = marketing.leads(3);
        jdbc.update("delete from lead_list where id = ?", list);
        passages.enter(journey, leads);
        failForGood(journey);

        assertThat(runtime.createIncidentQuery().processDefinitionId(journey.processDefinitionId()).singleResult()
                .getActivityId()).isEqualTo("list");
        assertThat(leads).allMatch(lead -> passages.log(journey, lead).equals(List.of("list:FAILED")));
        jdbc.update("insert into lead_list(id, name, created_at, updated_at, version) values (?, ?, now(), now(), 0)",
                list, "again " + list);

        Marketing.expect(204, marketing.post("/api/v1/executions/" + passages.enrollment(journey, leads.get(0))
                + "/retry", null));
        engine.runDueJobs();
        assertThat(leads.stream().map(lead -> passages.log(journey, lead).get(0)))
                .containsExactly("list:COMPLETED", "list:FAILED", "list:FAILED");
        assertThat(marketing.post("/api/v1/executions/" + passages.enrollment(journey, leads.get(0)) + "/retry", null)
                .status()).isEqualTo(404);
        Marketing.expect(200, marketing.post("/api/v1/workflows/" + journey.ownerId() + "/retry-failed", null));
        engine.runDueJobs();
        assertThat(leads).allMatch(lead -> passages.status(journey, lead).equals("COMPLETED"));
    }

    @Test
    void aReplyDoesNotEndAWorkflowThatDealsWithRepliesItself() {
        Journey journey = passages.workflow(new Step.Wait("wait", "A day", Duration.ofDays(1), "end"),
                new Step.End("end", "Over"));
        UUID lead = marketing.leads(1).get(0);
        passages.enter(journey, List.of(lead), NOTHING, ReEntry.NEVER);
        journeying.happens(new MessageEvents.Replied(lead, passages.enrollment(journey, lead), UUID.randomUUID(),
                clock.instant()));
        assertThat(passages.log(journey, lead)).containsExactly("wait:WAITING");
        assertThat(passages.status(journey, lead)).isEqualTo("IN_PROGRESS");
    }

    private void failForGood(Journey journey) {
        for (int attempt = 0; attempt < 10; attempt++) {
            engine.runDueJobsLeavingFailures();
            Job job = management.createJobQuery().processDefinitionId(journey.processDefinitionId()).singleResult();
            if (job.getRetries() == 0) {
                return;
            }
            clock.advance(Duration.ofMinutes(2));
        }
        throw new AssertionError("The job does not fail for good");
    }
}
