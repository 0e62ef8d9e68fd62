package dev.cadenza.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cadenza.compiler.Plan;
import dev.cadenza.compiler.Step;
import dev.cadenza.lead.LeadProfiles;
import dev.cadenza.testing.Marketing;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.runtime.Incident;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Workflows call webhooks: signed, each lead once, tried again by rule, and whatever dies in between. */
class CallsTest extends JourneyTest {

    @Autowired
    ExternalTaskService tasks;
    @Autowired
    JourneyStore journeys;
    @Autowired
    Cohorts cohorts;
    @Autowired
    CallLedger ledger;
    @Autowired
    CallSettling settling;
    @Autowired
    LeadProfiles leads;
    @Autowired
    WebhookSecrets secrets;

    private HttpServer server;
    private String url;
    private WebhookCall webhook;
    /** What came in, by the lead's id. */
    private final Map<String, List<Received>> received = new ConcurrentHashMap<>();
    /** What to answer, by the lead's id; 200 with an object where nothing is said. */
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();

    private record Received(Map<String, String> headers, byte[] body) {
    }

    private record Reply(int status, String body) {
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
        webhook = new WebhookCall(leads, secrets, new WebhookSettings(
                Set.of("127.0.0.1:" + server.getAddress().getPort()), Duration.ofSeconds(20), 4), clock);
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String lead = json.readTree(body).at("/lead/id").asText();
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
        received.computeIfAbsent(lead, l -> new CopyOnWriteArrayList<>()).add(new Received(headers, body));
        Reply reply = replies.getOrDefault(lead, new Reply(200, "{\"left\": 3, \"items\": [{\"sku\": \"A-1\"}]}"));
        byte[] text = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), text.length == 0 ? -1 : text.length);
        if (text.length > 0) {
            exchange.getResponseBody().write(text);
        }
        exchange.close();
    }

    private Journey asking(String address, int times) {
        UUID owner = UUID.randomUUID();
        return passages.workflow(owner, new Plan("ask-" + owner, "Ask", "stock", List.of(
                new Step.CallWebhook("stock", "Ask the stock", address, "POST", Map.of("X-Lead", "{{firstName}}"), null,
                        "stocked"),
                new Step.Branch("stocked", "Left?", List.of(new Step.Way("Yes", "{\"all\":[{\"field\":\"answers.stock.left\","
                        + "\"operator\":\"greaterThan\",\"value\":0},{\"field\":\"answers.stock.items.0.sku\","
                        + "\"operator\":\"startsWith\",\"value\":\"a-\"}]}", "yes")), "no"),
                new Step.End("yes", "Yes"), new Step.End("no", "No")),
                Map.of("stock", new Plan.Retry(times, Duration.ofMinutes(1))), Map.of(), 50));
    }

    private CallWorker worker(StepCall call) {
        return new CallWorker(tasks, journeys, cohorts, ledger, settling, List.of(call), 4, clock);
    }

    private void work(StepCall call) {
        CallWorker worker = worker(call);
        try {
            for (int turn = 0; turn < 20 && worker.run(CallWorker.TASKS_AT_ONCE) > 0; turn++) {
                engine.runDueJobsLeavingFailures();
            }
        } finally {
            worker.destroy();
        }
    }

    @Test
    void eachLeadIsAskedAboutOnceSignedAndTheAnswerDecidesABranch() throws Exception {
        Journey journey = asking(url, 3);
        List<UUID> people = marketing.leads(6);
        replies.put(people.get(0).toString(), new Reply(200, "{\"left\": 0}"));
        replies.put(people.get(1).toString(), new Reply(200, "[".repeat(30) + "]".repeat(30)));
        replies.put(people.get(2).toString(), new Reply(200, "\"" + "x".repeat(WebhookCall.LONGEST_ANSWER) + "\""));
        replies.put(people.get(3).toString(), new Reply(200, "[1e999999999, \"\\u0000\"]"));
        passages.enter(journey, people);

        work(webhook);

        assertThat(people.stream().map(lead -> passages.log(journey, lead).get(2))).containsExactly("no:COMPLETED",
                "no:COMPLETED", "no:COMPLETED", "no:COMPLETED", "yes:COMPLETED", "yes:COMPLETED");
        for (UUID lead : people) {
            Received call = received.get(lead.toString()).get(0);
            assertThat(received.get(lead.toString())).hasSize(1);
            String seconds = call.headers().get("cadenza-timestamp");
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secrets.of(journey.ownerId()).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
            assertThat(call.headers()).containsEntry("cadenza-signature",
                    "v1=" + HexFormat.of().formatHex(mac.doFinal(call.body())));
            assertThat(call.headers().get("x-lead")).startsWith("First");
            JsonNode body = json.readTree(call.body());
            assertThat(body.at("/execution").asText()).isEqualTo(passages.enrollment(journey, lead).toString());
        }
        assertThat(received.values().stream().map(calls -> calls.get(0).headers().get("idempotency-key")).distinct())
                .hasSize(6);
    }

    @Test
    void whoIsNotAnsweredStaysAndIsAskedAgainByTheRuleWhileTheOthersGoOn() {
        Journey journey = asking(url, 2);
        List<UUID> people = marketing.leads(3);
        UUID failing = people.get(1);
        UUID refused = people.get(2);
        replies.put(failing.toString(), new Reply(503, ""));
        replies.put(refused.toString(), new Reply(404, ""));
        passages.enter(journey, people);
        work(webhook);

        assertThat(passages.status(journey, people.get(0))).isEqualTo("COMPLETED");
        assertThat(passages.log(journey, failing)).containsExactly("stock:RUNNING");
        assertThat(passages.log(journey, refused)).containsExactly("stock:FAILED");
        assertThat(incidents(journey)).singleElement().satisfies(incident -> {
            assertThat(incident.getActivityId()).isEqualTo("stock");
            assertThat(incident.getIncidentMessage()).isEqualTo("The webhook answered 404.");
        });
        for (int minute = 0; minute < 5; minute++) {
            clock.advance(Duration.ofSeconds(61));
            work(webhook);
        }
        assertThat(received.get(failing.toString())).hasSize(3);
        assertThat(received.get(failing.toString()).stream().map(call -> call.headers().get("idempotency-key"))
                .distinct()).hasSize(1);
        assertThat(received.get(people.get(0).toString())).hasSize(1);
        assertThat(received.get(refused.toString())).hasSize(1);
        assertThat(passages.log(journey, failing)).containsExactly("stock:FAILED");
        assertThat(incidents(journey)).hasSize(2);

        replies.clear();
        Marketing.expect(204, marketing.post("/api/v1/executions/" + passages.enrollment(journey, refused) + "/retry",
                null));
        work(webhook);
        assertThat(passages.status(journey, refused)).isEqualTo("COMPLETED");
        assertThat(passages.status(journey, failing)).isEqualTo("IN_PROGRESS");
        Marketing.expect(200, marketing.post("/api/v1/workflows/" + journey.ownerId() + "/retry-failed", null));
        work(webhook);
        assertThat(passages.status(journey, failing)).isEqualTo("COMPLETED");
        assertThat(incidents(journey)).isEmpty();
    }

    @Test
    void anAddressInsideIsNeverCalled() {
        Journey journey = asking("http://169.254.169.254/latest", 5);
        UUID lead = marketing.leads(1).get(0);
        passages.enter(journey, List.of(lead));
        work(webhook);
        assertThat(passages.log(journey, lead)).containsExactly("stock:FAILED");
        assertThat(incidents(journey)).hasSize(1);
    }

    /** The process ends before a call, after one that nobody has noted yet, and before the cohort has moved. */
    @Test
    void whateverDiesInBetweenNobodyWhoWasAnsweredIsAskedAgainAndTheKeyStays() {
        Journey journey = asking(url, 3);
        List<UUID> people = marketing.leads(4);
        passages.enter(journey, people);
        work(new Dying(Map.of(people.get(0), false, people.get(1), true)));

        assertThat(received).doesNotContainKey(people.get(0).toString());
        assertThat(received.get(people.get(1).toString())).hasSize(1);
        assertThat(people).allMatch(lead -> passages.status(journey, lead).equals("PENDING"));
        work(webhook);
        assertThat(people).as("the task is still locked").allMatch(lead -> passages.status(journey, lead)
                .equals("PENDING"));

        clock.advance(Duration.ofMinutes(3));
        work(webhook);

        assertThat(people).allMatch(lead -> passages.status(journey, lead).equals("COMPLETED"));
        assertThat(people.stream().map(lead -> received.get(lead.toString()).size())).containsExactly(1, 2, 1, 1);
        assertThat(received.get(people.get(1).toString()).stream()
                .map(call -> call.headers().get("idempotency-key")).distinct()).hasSize(1);
    }

    /** Stands for a process that ends at a call: before it is made, or after it was. */
    private final class Dying implements StepCall {

        private final Map<UUID, Boolean> after;

        Dying(Map<UUID, Boolean> after) {
            this.after = after;
        }

        @Override
        public boolean answers(Step step) {
            return webhook.answers(step);
        }

        @Override
        public Answer ask(Question question) throws CallFailed {
            Boolean called = after.get(question.leadId());
            if (called != null) {
                if (called) {
                    webhook.ask(question);
                }
                throw new AssertionError("the process ends");
            }
            return webhook.ask(question);
        }
    }

    private List<Incident> incidents(Journey journey) {
        return runtime.createIncidentQuery().processDefinitionId(journey.processDefinitionId()).list();
    }
}
