package dev.cadenza.event;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.lead.EventKind;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@CadenzaTest
class EventStreamTest {

    @Autowired
    LeadEvents events;
    @Autowired
    EventStream stream;
    @Autowired
    Listening listening;
    @Autowired
    RetainedEvents retained;
    @Autowired
    Marketing marketing;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    ObjectMapper json;
    @Autowired
    TestClock clock;

    @AfterEach
    void listenToNothing() {
        stream.applyDue();
        listening.to();
    }

    @Test
    void anEventTakesEffectAfterItsTransactionAndOnce() {
        UUID lead = lead();
        listening.to(EventKind.CUSTOM);
        UUID origin = Ids.next();
        transaction.executeWithoutResult(status -> {
            append(event(lead, "opened-app", 1, origin));
            stream.applyDue();
            assertThat(listening.heardOf(lead)).as("while it is not committed").isEmpty();
        });
        append(event(lead, "opened-app", 2, origin));

        stream.applyDue();
        stream.applyDue();

        assertThat(listening.heardOf(lead)).singleElement().satisfies(event -> {
            assertThat(event.key()).isEqualTo("opened-app");
            assertThat(event.payload().get("number").asInt()).isEqualTo(1);
            assertThat(event.occurredAt()).isEqualTo(clock.instant());
        });
    }

    @Test
    void whatIsRolledBackNeverHappened() {
        UUID lead = lead();
        listening.to(EventKind.CUSTOM);
        transaction.executeWithoutResult(status -> {
            append(event(lead, "lost", 1, null));
            status.setRollbackOnly();
        });
        stream.applyDue();
        assertThat(listening.heardOf(lead)).isEmpty();
    }

    @Test
    void theEventsOfALeadStayInOrderWithManyWorkers() throws Exception {
        List<UUID> leads = marketing.leads(20);
        listening.to(EventKind.CUSTOM);
        int each = 200;
        try (Workers workers = new Workers(4)) {
            List<Future<Integer>> applied = new ArrayList<>();
            for (int from = 0; from < each; from += 20) {
                int first = from;
                append(IntStream.range(0, 20 * leads.size()).mapToObj(i -> event(leads.get(i % leads.size()), "tick",
                        first + i / leads.size(), null)).toArray(NewEvent[]::new));
                applied.add(workers.submit(stream::applyDue));
                applied.add(workers.submit(stream::applyDue));
            }
            for (Future<Integer> one : applied) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
        stream.applyDue();

        for (UUID lead : leads) {
            assertThat(listening.heardOf(lead)).extracting(event -> event.payload().get("number").asInt())
                    .containsExactlyElementsOf(IntStream.range(0, each).boxed().toList());
        }
    }

    @Test
    void anEventThatFailsIsSetAsideAndStopsNoOther() {
        List<UUID> leads = marketing.leads(30);
        listening.to(EventKind.CUSTOM);
        UUID bad = leads.get(17);
        append(leads.stream().map(lead -> event(lead, "step", 1, null)).toArray(NewEvent[]::new));
        append(event(bad, "step", 2, null));
        listening.first(batch -> {
            if (batch.stream().anyMatch(event -> event.leadId().equals(bad)
                    && event.payload().get("number").asInt() == 1)) {
                throw new IllegalStateException("This one can't be done");
            }
        });

        stream.applyDue();

        for (UUID lead : leads) {
            assertThat(listening.heardOf(lead)).as("once for each").hasSize(1);
        }
        assertThat(marketing.get("/api/v1/lead-events?failed=true&leadId=" + bad).body().get("totalElements").asInt())
                .as("it is tried again first").isZero();
        for (int i = 1; i < EventRests.MOST_ATTEMPTS; i++) {
            clock.advance(Duration.ofMinutes(2));
            stream.applyDue();
        }
        Marketing.Answer failed = expect(200, marketing.get("/api/v1/lead-events?failed=true&leadId=" + bad));
        assertThat(failed.body().get("totalElements").asInt()).isEqualTo(1);
        assertThat(failed.body().at("/content/0/error").asText()).isEqualTo("This one can't be done");

        listening.first(batch -> { });
        String id = failed.body().at("/content/0/id").asText();
        expect(202, marketing.post("/api/v1/lead-events/" + id + "/retry", null));
        stream.applyDue();

        assertThat(listening.heardOf(bad)).extracting(event -> event.payload().get("number").asInt())
                .containsExactly(2, 1);
        expect(409, marketing.post("/api/v1/lead-events/" + id + "/retry", null));
        expect(404, marketing.get("/api/v1/lead-events/" + Ids.next()));
    }

    @Test
    void anEventCountsEvenWhereSomebodyCantActOnIt() {
        UUID lead = lead();
        listening.to(EventKind.CUSTOM);
        listening.first(batch -> {
            throw new IllegalStateException("Nothing works");
        });
        append(event(lead, "demo_requested", 1, null));

        stream.applyDue();

        assertThat(jdbc.queryForObject("select score from lead where id = ?", Integer.class, lead)).isEqualTo(25);
        listening.first(batch -> { });
        clock.advance(Duration.ofMinutes(2));
        stream.applyDue();
        assertThat(listening.heardOf(lead)).hasSize(1);
        assertThat(jdbc.queryForObject("select score from lead where id = ?", Integer.class, lead)).isEqualTo(25);
    }

    @Test
    void whatIsOldGoesEvenWhereItFailed() {
        UUID lead = lead();
        append(event(lead, "old", 1, null), event(lead, "failed", 1, null), event(lead, "open", 1, null));
        jdbc.update("update lead_event set recorded_at = '2001-01-01', error = case key when 'failed' then 'x' end,"
                + " applied_at = case key when 'old' then now() end where lead_id = ?", lead);
        append(event(lead, "young", 1, null));
        transaction.executeWithoutResult(status ->
                retained.remove(java.time.Instant.parse("2002-01-01T00:00:00Z"), 100));
        assertThat(jdbc.queryForList("select key from lead_event where lead_id = ? order by id", String.class, lead))
                .containsExactly("open", "young");
    }

    @Test
    void whatNobodyWaitsForIsNotKeptUnlessItIsASignal() {
        UUID lead = lead();
        listening.to();
        append(new NewEvent(lead, EventKind.LEAD_CHANGED, "city", json.createObjectNode(), clock.instant(), null),
                event(lead, "signal", 1, null));
        assertThat(kinds(lead)).containsExactly("CUSTOM");

        listening.to(EventKind.LEAD_CHANGED);
        append(new NewEvent(lead, EventKind.LEAD_CHANGED, "city", json.createObjectNode(), clock.instant(), null));
        assertThat(kinds(lead)).containsExactly("CUSTOM", "LEAD_CHANGED");
    }

    @Test
    void whatTheDatabaseCantKeepAndLeadsThatAreGoneDoNoHarm() {
        UUID lead = lead();
        ObjectNode odd = json.createObjectNode().put("text", "a\0b\\\0c").put("plain", "\\u0000");
        append(new NewEvent(lead, EventKind.CUSTOM, "k\0ey", odd, clock.instant(), null),
                event(Ids.next(), "nobody", 1, null));
        Marketing.Answer kept = expect(200, marketing.get("/api/v1/lead-events?leadId=" + lead));
        assertThat(kept.body().at("/content/0/key").asText()).isEqualTo("key");
        assertThat(kept.body().at("/content/0/payload/text").asText()).isEqualTo("ab\\c");
        assertThat(kept.body().at("/content/0/payload/plain").asText()).isEqualTo("\\u0000");
    }

    @Test
    void theEventsOfALeadGoWithIt() {
        UUID lead = lead();
        append(event(lead, "x", 1, null));
        expect(204, marketing.call(org.springframework.http.HttpMethod.DELETE, "/api/v1/leads/" + lead, null));
        assertThat(kinds(lead)).isEmpty();
    }

    private List<String> kinds(UUID lead) {
        return jdbc.queryForList("select kind from lead_event where lead_id = ? order by id", String.class, lead);
    }

    private UUID lead() {
        return marketing.leads(1).get(0);
    }

    private NewEvent event(UUID lead, String key, int number, UUID origin) {
        return new NewEvent(lead, EventKind.CUSTOM, key, json.valueToTree(Map.of("number", number)), clock.instant(),
                origin);
    }

    private void append(NewEvent... some) {
        transaction.executeWithoutResult(status -> events.append(List.of(some)));
    }

    private record Workers(ExecutorService pool) implements AutoCloseable {
        Workers(int threads) {
            this(Executors.newFixedThreadPool(threads));
        }

        Future<Integer> submit(Callable<Integer> work) {
            return pool.submit(work);
        }

        @Override
        public void close() {
            pool.shutdownNow();
        }
    }
}
