package dev.cadenza.insight;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.lead.AutomationStopped;
import dev.cadenza.message.MessageEvents;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.Journeying;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

@CadenzaTest
class StatisticsTest {

    @Autowired
    Marketing marketing;
    @Autowired
    Journeying journeying;
    @Autowired
    EngineTurns engine;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    CampaignStatistics statistics;

    @BeforeEach
    void startOfADay() {
        clock.set(TestClock.START);
    }

    @Test
    void countsWhatBecameOfLeadsAndMails() {
        List<UUID> leads = marketing.leads(4);
        UUID campaign = twoMails(leads);
        engine.runDueJobs();
        journeying.everythingIsSent(campaign);
        jdbc.update("update message set opened_at = sent_at, clicked_at = sent_at where owner_id = ? and lead_id = ?",
                campaign, leads.get(0));
        journeying.happens(new MessageEvents.Replied(leads.get(1), journeying.enrollment(campaign, leads.get(1)),
                UUID.randomUUID(), clock.instant()));
        jdbc.update("update message set state = 'UNKNOWN' where owner_id = ? and lead_id = ?", campaign, leads.get(2));
        clock.advance(Duration.ofDays(2));
        engine.runDueJobs();

        JsonNode stats = expect(200, marketing.get("/api/v1/campaigns/" + campaign + "/stats")).body();

        assertThat(stats.get("enrolled").asLong()).isEqualTo(4);
        assertThat(stats.at("/outcomes/REPLIED").asLong()).isEqualTo(1);
        assertThat(stats.at("/outcomes/IN_PROGRESS").asLong()).isEqualTo(3);
        JsonNode first = stats.at("/steps/0");
        assertThat(numbers(first, "drafted", "messages", "sent", "opened", "clicked", "replied", "unknown"))
                .containsExactly(4L, 4L, 3L, 1L, 1L, 1L, 1L);
        assertThat(numbers(stats.at("/steps/1"), "drafted", "messages", "queued", "sent"))
                .containsExactly(3L, 3L, 3L, 0L);
    }

    @Test
    void theSumOfAllOutcomesIsTheNumberOfEnrolledLeadsWhateverHappensMeanwhile() throws Exception {
        int count = 300;
        List<UUID> leads = marketing.leads(count);
        UUID campaign = marketing.aCampaign().to(leads).setting("cohortSize", 20).mail("One", "<p>1</p>")
                .delay("PT1S").mail("Two", "<p>2</p>").launched();
        engine.runDueJobs();
        ExecutorService people = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> work = new ArrayList<>();
            work.add(people.submit(() -> leads.subList(0, 60).forEach(lead -> journeying.happens(
                    new AutomationStopped(lead, clock.instant())))));
            work.add(people.submit(() -> leads.subList(60, 120).forEach(lead -> journeying.happens(
                    new MessageEvents.Unsubscribed(lead, null, "somebody@example.com", clock.instant())))));
            Future<List<CampaignStats>> seen = people.submit((Callable<List<CampaignStats>>) () -> {
                List<CampaignStats> all = new ArrayList<>();
                while (work.stream().anyMatch(w -> !w.isDone())) {
                    all.add(statistics.of(campaign));
                }
                return all;
            });
            clock.advance(Duration.ofSeconds(1));
            engine.runDueJobsLeavingFailures();
            for (Future<?> each : work) {
                each.get();
            }

            assertThat(seen.get()).isNotEmpty().allSatisfy(moment -> {
                assertThat(moment.enrolled()).isEqualTo(count);
                assertThat(moment.outcomes().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(count);
                assertThat(moment.steps()).allSatisfy(step -> assertThat(step.queued() + step.inFlight() + step.sent()
                        + step.bounced() + step.failed() + step.unknown() + step.cancelled() + step.suppressed())
                        .isEqualTo(step.messages()));
            });
        } finally {
            people.shutdownNow();
        }
        assertThat(statistics.of(campaign).outcomes()).containsEntry("STOPPED", 60L)
                .containsEntry("UNSUBSCRIBED", 60L);
        assertThat(jdbc.queryForObject("select count(*) from message m join enrollment e on e.id = m.enrollment_id"
                + " where m.owner_id = ? and m.pending and e.status not in ('PENDING', 'IN_PROGRESS')", Long.class,
                campaign)).as("mails queued for leads that have left").isZero();
    }

    @Test
    void theFourNumbersOfADayAreCountedInTheTimezoneAskedFor() {
        clock.set(Instant.parse("2026-03-10T23:30:00Z"));
        UUID campaign = marketing.aCampaign().to(marketing.leads(2)).with("reviewMode", "FIRST_STEP")
                .setting("sendWindowStart", "00:00").setting("sendWindowEnd", "23:59:59")
                .mail("One", "<p>1</p>").delay("P1D").mail("Two", "<p>2</p>").launched();
        engine.runDueJobs();
        List<Map<String, Object>> drafts = jdbc.queryForList("select cohort_id, step_id from draft where owner_id = ?"
                + " limit 1", campaign);
        Map<String, Object> scope = Map.of("cohortId", drafts.get(0).get("cohort_id"), "stepId",
                drafts.get(0).get("step_id"));
        expect(200, marketing.post("/api/v1/drafts/approve-rest", scope));
        expect(200, marketing.post("/api/v1/drafts/approve-rest", scope));

        JsonNode utc = day("2026-03-10", "UTC");
        JsonNode berlin = day("2026-03-11", "Europe/Berlin");

        assertThat(numbers(utc, "totalDraftsCreated", "totalDraftsApproved")).containsExactly(2L, 2L);
        assertThat(numbers(berlin, "totalDraftsCreated", "totalDraftsApproved")).containsExactly(2L, 2L);
        assertThat(numbers(day("2026-03-10", "Europe/Berlin"), "totalDraftsCreated")).containsExactly(0L);
    }

    @Test
    void aRangeThatIsNoneIsRefused() {
        Marketing.Answer answer = marketing.get("/api/v1/analytics/daily?from=2026-03-10&to=2026-03-01");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().at("/errors/0/field").asText()).isEqualTo("to");
        assertThat(marketing.get("/api/v1/analytics/daily?timezone=Nowhere").status()).isEqualTo(422);
        assertThat(marketing.get("/api/v1/campaigns/" + UUID.randomUUID() + "/stats").status()).isEqualTo(404);
    }

    private UUID twoMails(List<UUID> leads) {
        return marketing.aCampaign().to(leads).mail("One", "<p>1</p>").delay("P2D").mail("Two", "<p>2</p>").launched();
    }

    private JsonNode day(String date, String timezone) {
        return expect(200, marketing.get("/api/v1/analytics/daily?from=" + date + "&to=" + date + "&timezone="
                + timezone)).body().get(0);
    }

    private static List<Long> numbers(JsonNode node, String... fields) {
        return Arrays.stream(fields).map(field -> node.get(field).asLong()).toList();
    }
}
