package dev.cadenza.trigger;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.event.EventTurns;
import dev.cadenza.lead.EventKind;
import dev.cadenza.problem.FieldError;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@CadenzaTest
class TriggersTest {

    @Autowired
    Triggers triggers;
    @Autowired
    SegmentDeltas segments;
    @Autowired
    TestWorkflows entering;
    @Autowired
    EventTurns events;
    @Autowired
    EngineTurns engine;
    @Autowired
    RuntimeService runtime;
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

    private final List<UUID> active = new ArrayList<>();

    @AfterEach
    void deactivate() {
        transaction.executeWithoutResult(status -> active.forEach(triggers::remove));
        events.apply();
    }

    @Test
    void anEventStartsTheWorkflowsThatWaitForItsKindAndKey() {
        UUID exact = active("{'event': 'CUSTOM', 'key': 'demo'}");
        UUID any = active("{'event': 'CUSTOM'}");
        UUID other = active("{'event': 'CUSTOM', 'key': 'other'}");
        UUID otherKind = active("{'event': 'PURCHASE'}");
        UUID lead = lead();

        events.happens(lead, EventKind.CUSTOM, "demo", Map.of("plan", "pro"));

        assertThat(entering.leads(exact)).containsExactly(lead);
        assertThat(entering.leads(any)).containsExactly(lead);
        assertThat(entering.leads(other)).isEmpty();
        assertThat(entering.leads(otherKind)).isEmpty();
        assertThat(entering.arrivals(exact).get(0).data().get("plan").asText()).isEqualTo("pro");
        assertThat(entering.arrivals(exact).get(0).eventId()).isNotNull();
    }

    @Test
    void aConditionAboutTheEventDecides() {
        UUID large = active("{'event': 'PURCHASE', 'condition': {'all': [{'field': 'value', 'operator': 'greaterThan',"
                + " 'value': 100}, {'not': {'field': 'cart.items.1', 'operator': 'contains', 'value': 'gift'}}]}}");
        UUID lead = lead();
        events.happens(lead, EventKind.PURCHASE, null, Map.of("value", 99));
        events.happens(lead, EventKind.PURCHASE, null, Map.of("value", "120.50"));
        events.happens(lead, EventKind.PURCHASE, null, Map.of("value", 500, "cart", Map.of("items",
                List.of("book", "Gift card"))));
        events.happens(lead, EventKind.PURCHASE, null, Map.of("price", 500));

        assertThat(entering.arrivals(large)).extracting(arrival -> arrival.data().get("value").asText())
                .containsExactly("120.50");
    }

    @Test
    void whoARuleKeepsOutIsListedWithTheReason() {
        UUID workflow = active(entering.aWorkflowForOnce(), "{'event': 'CUSTOM', 'key': 'again',"
                + " 'leadCondition': {'field': 'lastName', 'operator': 'isNotEmpty'}}");
        UUID lead = lead();
        UUID nameless = lead();
        jdbc.update("update lead set last_name = null where id = ?", nameless);

        events.append(events.event(lead, EventKind.CUSTOM, "again", Map.of("n", 1)),
                events.event(nameless, EventKind.CUSTOM, "again", Map.of()),
                events.event(lead, EventKind.CUSTOM, "again", Map.of("n", 2)));
        events.apply();

        assertThat(entering.arrivals(workflow)).singleElement()
                .satisfies(arrival -> assertThat(arrival.data().get("n").asInt()).isEqualTo(1));
        Marketing.Answer skipped = expect(200, marketing.get("/api/v1/workflows/" + workflow + "/skipped-entries"));
        assertThat(skipped.body().get("content")).extracting(entry -> entry.get("leadId").asText() + " "
                + entry.get("reason").asText()).containsExactlyInAnyOrder(lead + " It was inside before.",
                nameless + " " + EntryGate.CONDITION);
    }

    @Test
    void aWorkflowThatCantBeStartedKeepsLeadsOutOfNoOther() {
        boolean[] broken = {true};
        UUID bad = active(entering.aWorkflow(arrival -> {
            if (broken[0]) {
                throw new IllegalStateException("It is not deployed");
            }
            return null;
        }), "{'event': 'CUSTOM', 'key': 'demo_requested'}");
        // What it is told stands in the database, so a part that was rolled back leaves no trace.
        UUID good = active(entering.aWorkflow(arrival -> "Seen."), "{'event': 'CUSTOM', 'key': 'demo_requested'}");
        UUID lead = lead();

        events.happens(lead, EventKind.CUSTOM, "demo_requested", Map.of());

        assertThat(marketing.get("/api/v1/workflows/" + good + "/skipped-entries").body().get("totalElements").asInt())
                .isEqualTo(1);
        assertThat(marketing.get("/api/v1/leads/" + lead).body().get("score").asInt()).as("it counts")
                .isEqualTo(25);
        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofMinutes(2));
            events.apply();
        }
        Marketing.Answer failed = expect(200, marketing.get("/api/v1/lead-events?failed=true&leadId=" + lead));
        assertThat(failed.body().at("/content/0/error").asText())
                .isEqualTo("The workflow " + bad + " could not be started: It is not deployed");

        broken[0] = false;
        String id = failed.body().at("/content/0/id").asText();
        expect(202, marketing.post("/api/v1/lead-events/" + id + "/retry", null));
        events.apply();

        assertThat(entering.leads(bad)).containsExactly(lead);
        assertThat(marketing.get("/api/v1/workflows/" + good + "/skipped-entries").body().get("totalElements").asInt())
                .as("once").isEqualTo(1);
        assertThat(marketing.get("/api/v1/lead-events?failed=true&leadId=" + lead).body().get("totalElements").asInt())
                .isZero();
    }

    @Test
    void aScoreStartsAWorkflowEachTimeItIsReached() {
        UUID hot = active("{'event': 'SCORE_CHANGED', 'threshold': 50}");
        UUID cold = active("{'event': 'SCORE_CHANGED', 'threshold': 50, 'direction': 'down'}");
        UUID lead = lead();
        for (int points : List.of(30, 15, 5, 40, -41, 1)) {
            events.happens(lead, EventKind.POINTS_GIVEN, "w", Map.of("points", points));
        }
        assertThat(entering.arrivals(hot)).extracting(arrival -> arrival.data().get("to").asInt())
                .containsExactly(50, 50);
        assertThat(entering.arrivals(cold)).extracting(arrival -> arrival.data().get("to").asInt())
                .containsExactly(49);
        assertThat(score(lead)).isEqualTo(50);
    }

    @Test
    void aWorkflowThatIsNoLongerActiveStartsNothing() {
        UUID workflow = active("{'event': 'CUSTOM', 'key': 'off'}");
        transaction.executeWithoutResult(status -> triggers.remove(workflow));
        events.happens(lead(), EventKind.CUSTOM, "off", Map.of());
        assertThat(entering.leads(workflow)).isEmpty();
    }

    @Test
    void leadsThatAreMadeChangedTaggedAndPutIntoListsStartWorkflows() {
        UUID created = active("{'event': 'LEAD_CREATED', 'condition': {'field': 'source', 'operator': 'equals', 'value':"
                + " 'triggers-test'}}");
        UUID moved = active("{'event': 'LEAD_CHANGED', 'key': 'city', 'condition': {'field': 'to', 'operator': 'equals',"
                + " 'value': 'Ghent'}}");
        UUID tagged = active("{'event': 'TAG_ADDED', 'key': 'Very Important'}");
        UUID list = marketing.aListOf(List.of());
        UUID joined = active("{'event': 'LIST_JOINED', 'key': '" + list + "'}");
        UUID left = active("{'event': 'LIST_LEFT', 'key': '" + list + "'}");

        UUID lead = expect(201, marketing.post("/api/v1/leads", Map.of("email", "t" + UUID.randomUUID()
                + "@example.com", "source", "triggers-test", "city", "Oslo"))).id();
        expect(200, marketing.patch("/api/v1/leads/" + lead, Map.of("company", "Acme")));
        expect(200, marketing.patch("/api/v1/leads/" + lead, Map.of("city", "Ghent")));
        expect(200, marketing.patch("/api/v1/leads/" + lead, Map.of("attributes", Map.of("tags", "new, Very important"))));
        marketing.addTo(list, List.of(lead));
        marketing.addTo(list, List.of(lead));
        expect(200, marketing.post("/api/v1/lists/" + list + "/members/remove", Map.of("leadIds", List.of(lead))));
        events.apply();

        for (UUID workflow : List.of(created, moved, tagged, joined, left)) {
            assertThat(entering.leads(workflow)).as("%s", List.of(created, moved, tagged, joined, left)
                    .indexOf(workflow)).containsExactly(lead);
        }
    }

    @Test
    void comingIntoASegmentAndGoingOutOfItStartWorkflows() {
        String city = "City " + UUID.randomUUID();
        UUID segment = segment("{'field': 'city', 'operator': 'equals', 'value': '" + city + "'}");
        List<UUID> leads = marketing.leads(3);
        UUID before = leads.get(0);
        jdbc.update("update lead set city = ? where id = ?", city, before);
        UUID entered = active("{'event': 'SEGMENT_ENTERED', 'key': '" + segment + "'}");
        UUID left = active("{'event': 'SEGMENT_LEFT', 'key': '" + segment + "'}");

        expect(200, marketing.patch("/api/v1/leads/" + leads.get(1), Map.of("city", city)));
        events.apply();
        expect(200, marketing.patch("/api/v1/leads/" + leads.get(1), Map.of("company", "Other")));
        events.apply();
        assertThat(entering.leads(entered)).containsExactly(leads.get(1));
        assertThat(entering.leads(left)).isEmpty();

        expect(200, marketing.patch("/api/v1/leads/" + before, Map.of("city", "Elsewhere")));
        events.apply();
        assertThat(entering.leads(left)).containsExactly(before);

        expect(200, marketing.call(HttpMethod.PUT, "/api/v1/segments/" + segment, Map.of("name", "S " + segment,
                "condition", Map.of("field", "company", "operator", "equals", "value", "Company 2"))));
        segments.lookAtWhole();
        events.apply();
        assertThat(entering.leads(entered)).contains(leads.get(2));
        assertThat(entering.leads(left)).containsExactly(before, leads.get(1));
    }

    @Test
    void timeAloneTakesLeadsOutOfASegment() {
        String company = "Company " + UUID.randomUUID();
        UUID lead = lead();
        jdbc.update("update lead set company = ? where id = ?", company, lead);
        UUID segment = segment("{'all': [{'field': 'company', 'operator': 'equals', 'value': '" + company + "'},"
                + " {'field': 'createdAt', 'operator': 'withinLast', 'value': 'P1D'}]}");
        UUID left = active("{'event': 'SEGMENT_LEFT', 'key': '" + segment + "'}");

        clock.advance(Duration.ofHours(23));
        segments.lookAtWhole();
        events.apply();
        assertThat(entering.leads(left)).isEmpty();

        clock.advance(Duration.ofHours(2));
        assertThat(segments.lookAtWhole()).isPositive();
        events.apply();
        assertThat(entering.leads(left)).containsExactly(lead);
        assertThat(segments.lookAtWhole()).as("within a minute").isZero();
    }

    @Test
    void aScheduleLetsItsListInAndWaitsForItsNextTime() {
        List<UUID> leads = marketing.leads(5);
        UUID list = marketing.aListOf(leads);
        UUID workflow = entering.aWorkflow();
        active(workflow, "schedule", "{'cron': '0 9 * * *', 'timezone': 'Europe/Berlin', 'listId': '" + list + "'}");

        Instant first = nineInBerlinAfter(clock.instant());
        assertThat(waiting(workflow)).isEqualTo(first);
        engine.runDueJobsLeavingFailures();
        assertThat(entering.leads(workflow)).isEmpty();

        clock.set(first.plusSeconds(1));
        engine.runDueJobsLeavingFailures();
        assertThat(entering.leads(workflow)).containsExactlyElementsOf(leads.stream().sorted().toList());
        assertThat(waiting(workflow)).isEqualTo(nineInBerlinAfter(clock.instant()));

        clock.advance(Duration.ofDays(4));
        engine.runDueJobsLeavingFailures();
        assertThat(entering.leads(workflow)).as("four times were missed, and come as one").hasSize(10);
        assertThat(waiting(workflow)).isEqualTo(nineInBerlinAfter(clock.instant()));

        transaction.executeWithoutResult(status -> triggers.remove(workflow));
        assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(workflow.toString()).count()).isZero();
    }

    @Test
    void programsLetLeadsInOverTheEnginesRest() {
        UUID workflow = entering.aWorkflow();
        List<UUID> leads = marketing.leads(3);
        expect(200, marketing.post("/engine-rest/process-definition/key/workflow-entry/start", Map.of("variables",
                Map.of("workflowId", Map.of("value", workflow), "leadIds", Map.of("value", leads.get(0) + ", "
                        + leads.get(1))))));
        expect(204, marketing.post("/engine-rest/message", Map.of("messageName", "enter-workflow", "processVariables",
                Map.of("workflowId", Map.of("value", workflow), "leadIds", Map.of("value", leads.get(2))))));
        assertThat(entering.leads(workflow)).containsExactlyElementsOf(leads);

        assertThat(marketing.post("/engine-rest/message", Map.of("messageName", "enter-workflow", "processVariables",
                Map.of("workflowId", Map.of("value", workflow), "leadIds", Map.of("value", "x'); drop table lead;"))))
                .status()).isBetween(400, 599);
        assertThat(entering.leads(workflow)).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "event | {} | event | required",
        "event | {'event': 'NONSENSE'} | event | unknown",
        "event | {'event': 5} | event | invalid",
        "event | {'event': 'LIST_JOINED', 'key': 'x'} | key | invalid",
        "event | {'event': 'LIST_JOINED', 'key': '00000000-0000-0000-0000-000000000001'} | key | unknown",
        "event | {'event': 'SEGMENT_ENTERED'} | key | required",
        "event | {'event': 'SCORE_CHANGED'} | threshold | required",
        "event | {'event': 'SCORE_CHANGED', 'threshold': 5, 'direction': 'left'} | direction | unknown",
        "event | {'event': 'CUSTOM', 'condition': []} | condition | invalid",
        "event | {'event': 'CUSTOM', 'condition': {'field': 'a', 'operator': 'is', 'value': 1}}"
            + " | condition.operator | unknown-operator",
        "event | {'event': 'CUSTOM', 'condition': {'all': [{'field': '$%&', 'operator': 'equals', 'value': 1}]}}"
            + " | condition.all[0].field | unknown-field",
        "event | {'event': 'CUSTOM', 'condition': {'field': 'a', 'operator': 'lessThan', 'value': 'b'}}"
            + " | condition.value | invalid",
        "event | {'event': 'CUSTOM', 'leadCondition': {'field': 'nope', 'operator': 'equals', 'value': 'b'}}"
            + " | leadCondition.field | unknown-field",
        "webhook | {} | key | required",
        "schedule | {'listId': '00000000-0000-0000-0000-000000000001'} | cron | required",
        "schedule | {'cron': 'now'} | cron | invalid",
        "schedule | {'cron': '* * * * * *', 'segmentId': '00000000-0000-0000-0000-000000000001'} | cron | too-often",
        "schedule | {'cron': '0 9 * * *', 'timezone': 'Mars/Base'} | timezone | invalid",
        "schedule | {'cron': '0 9 * * *'} | segmentId | required",
        "schedule | {'cron': '0 9 * * *', 'segmentId': '00000000-0000-0000-0000-000000000001'} | segmentId | unknown",
        "dream | {} | type | unknown",
    })
    void aFaultNamesItsField(String type, String config, String field, String code) throws JsonProcessingException {
        assertThat(triggers.check(new TriggerSpec("t", type, tree(config)))).extracting(FieldError::field,
                FieldError::code).contains(org.assertj.core.groups.Tuple.tuple(field, code));
    }

    private static Instant nineInBerlinAfter(Instant time) {
        ZonedDateTime nine = time.atZone(ZoneId.of("Europe/Berlin")).truncatedTo(ChronoUnit.DAYS).withHour(9);
        return (nine.toInstant().isAfter(time) ? nine : nine.plusDays(1)).toInstant();
    }

    private Instant waiting(UUID workflow) {
        Object at = runtime.getVariable(runtime.createProcessInstanceQuery().processInstanceBusinessKey(
                workflow.toString()).singleResult().getId(), "fireAt");
        return ((java.util.Date) at).toInstant();
    }

    private UUID segment(String condition) {
        try {
            return expect(201, marketing.post("/api/v1/segments", Map.of("name", "Segment " + UUID.randomUUID(),
                    "condition", tree(condition)))).id();
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private int score(UUID lead) {
        return jdbc.queryForObject("select score from lead where id = ?", Integer.class, lead);
    }

    private UUID lead() {
        return marketing.leads(1).get(0);
    }

    private UUID active(String config) {
        return active(entering.aWorkflow(), config);
    }

    private UUID active(UUID workflow, String config) {
        return active(workflow, "event", config);
    }

    private UUID active(UUID workflow, String type, String config) {
        try {
            TriggerSpec spec = new TriggerSpec("trigger", type, tree(config));
            transaction.executeWithoutResult(status -> triggers.replace(workflow, List.of(spec)));
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
        active.add(workflow);
        return workflow;
    }

    private com.fasterxml.jackson.databind.JsonNode tree(String text) throws JsonProcessingException {
        return json.readTree(text.replace('\'', '"'));
    }
}
