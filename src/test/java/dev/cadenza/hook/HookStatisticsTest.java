package dev.cadenza.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.Journeying;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What SendGrid tells about a campaign's mails, doubled, shuffled and by several nodes at once, shows in its numbers. */
@CadenzaTest
class HookStatisticsTest {

    private static final int LEADS = 40;

    @Autowired
    HookFixture fixture;

    @Autowired
    HookApplier applier;

    @Autowired
    Marketing marketing;

    @Autowired
    Journeying journeying;

    @Autowired
    EngineTurns engine;

    @Autowired
    TestClock clock;

    @Test
    void numbersAgreeWithWhatHappenedHoweverItIsTold() throws Exception {
        UUID channel = fixture.sendGrid();
        UUID campaign = marketing.aCampaign().to(marketing.leads(LEADS)).mail("One", "<p>1</p>").delay("P1D")
                .mail("Two", "<p>2</p>").launched();
        engine.runDueJobs();
        journeying.everythingIsSent(campaign);
        List<UUID> messages = fixture.jdbc.queryForList("select id from message where owner_id = ? order by id",
                UUID.class, campaign);
        assertThat(messages).hasSize(LEADS);
        tell(channel, events(messages));
        workOff();

        assertThat(fixture.todo(channel)).isEmpty();
        JsonNode first = marketing.get("/api/v1/campaigns/" + campaign + "/stats").body().at("/steps/0");
        assertThat(first.get("sent").asInt()).isEqualTo(LEADS - 4);
        assertThat(first.get("bounced").asInt()).isEqualTo(4);
        assertThat(first.get("opened").asInt()).isEqualTo(20);
        assertThat(first.get("clicked").asInt()).isEqualTo(10);
        assertThat(first.get("unsubscribed").asInt()).isEqualTo(2);
        JsonNode outcomes = marketing.get("/api/v1/campaigns/" + campaign + "/stats").body().get("outcomes");
        assertThat(outcomes.get("BOUNCED").asInt()).isEqualTo(4);
        assertThat(outcomes.get("UNSUBSCRIBED").asInt()).isEqualTo(2);
        assertThat(fixture.count("select count(*) from message where owner_id = ? and delivered_at is not null",
                campaign)).isEqualTo(LEADS - 4);
    }

    /** The first four bounce, the others arrive; half are opened, a quarter clicked, two end it. */
    private List<String> events(List<UUID> messages) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < LEADS; i++) {
            UUID id = messages.get(i);
            events.add(event(id, "processed", ""));
            if (i < 4) {
                events.add(event(id, "bounce", ",\"type\":\"bounce\",\"status\":\"5.1.1\",\"reason\":\"gone\""));
                continue;
            }
            events.add(event(id, "deferred", ",\"response\":\"later\""));
            events.add(event(id, "delivered", ""));
            if (i < 24) {
                events.add(event(id, "open", ""));
            }
            if (i < 14) {
                events.add(event(id, "click", ",\"url\":\"https://example.com\""));
            }
            if (i >= 38) {
                events.add(event(id, "unsubscribe", ""));
            }
        }
        return events;
    }

    private String event(UUID message, String kind, String more) {
        return "{\"email\":\"x-%s@example.com\",\"event\":\"%s\",\"sg_event_id\":\"%s-%s\",\"timestamp\":%d,"
                .formatted(message, kind, kind, message, clock.instant().getEpochSecond())
                + "\"cadenza_message\":\"" + message + "\"" + more + "}";
    }

    /** Everything twice, in no order, from four posters at once. */
    private void tell(UUID channel, List<String> events) throws Exception {
        List<String> doubled = new ArrayList<>(events);
        doubled.addAll(events);
        Collections.shuffle(doubled, new Random(5));
        List<Callable<Integer>> posts = new ArrayList<>();
        for (int from = 0; from < doubled.size(); from += 25) {
            String body = "[" + String.join(",", doubled.subList(from, Math.min(doubled.size(), from + 25))) + "]";
            posts.add(() -> fixture.posts().sendGrid(channel, body, clock.instant()).statusCode());
        }
        assertThat(together(posts)).containsOnly(204);
        assertThat(fixture.events(channel)).isEqualTo(events.size());
    }

    private void workOff() throws Exception {
        List<Callable<Integer>> turns = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            turns.add(applier::applyDue);
        }
        together(turns);
        clock.advance(Duration.ofMinutes(1));
        fixture.applyAll();
    }

    private static List<Integer> together(List<Callable<Integer>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Integer> results = new ArrayList<>();
            for (Future<Integer> each : threads.invokeAll(work)) {
                results.add(each.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
