package dev.cadenza.workflow;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.journey.Journeys;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.Journeying;
import dev.cadenza.testing.Marketing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Workflows over HTTP: what an editor saves comes back, every mistake is on its node, activations are versions. */
@CadenzaTest
class WorkflowApiTest {

    private static final String PATH = "/api/v1/workflows";
    private static final String NOBODY = "00000000-0000-0000-0000-000000000001";

    @Autowired
    Marketing marketing;
    @Autowired
    ObjectMapper json;
    @Autowired
    EngineTurns engine;
    @Autowired
    Journeying journeying;
    @Autowired
    Journeys journeys;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    RuntimeService runtime;
    @Autowired
    JdbcTemplate jdbc;

    @Test
    void whatTheEditorSavesComesBackWithAllItsOwnFields() throws Exception {
        JsonNode graph = json.readTree("""
                {"nodes": [{"id": "1", "type": "trigger", "position": {"x": -12.5, "y": 7}, "selected": true,
                    "measured": {"width": 150, "height": 40}, "data": {"triggerType": "manual", "colour": "#fa0"}},
                   {"id": "\\ud800", "type": "whatever", "extra": [null, 1e3, "\\u0000"]}],
                 "edges": [{"id": "e", "source": "1", "target": "2", "animated": true, "markerEnd": {"type": "arrow"}}],
                 "viewport": {"x": 0, "y": 0, "zoom": 1.25}, "another": {"z": 1, "a": 2}}""");

        UUID id = expect(201, marketing.post(PATH,
                "{\"name\": \"Kept\", \"graph\": " + GraphText.of(graph) + "}")).id();

        JsonNode read = expect(200, marketing.get(PATH + "/" + id)).body();
        assertThat(read.get("graph").toString()).isEqualTo(graph.toString());
        assertThat(read.get("status").asText()).isEqualTo("INACTIVE");
        assertThat(read.at("/settings/reEntry").asText()).isEqualTo("ONCE_FINISHED");
    }

    @Test
    void aWorkflowIsChangedListedAndDeleted() {
        UUID id = written(pause().graph());

        JsonNode changed = expect(200, marketing.patch(PATH + "/" + id, Map.of("name", "Renamed",
                "settings", Map.of("reEntry", "ONCE_PER_PERIOD", "reEntryPeriod", "P7D", "visits", 3)))).body();

        assertThat(changed.at("/settings/visits").asInt()).isEqualTo(3);
        assertThat(changed.get("graph").get("nodes")).hasSize(3);
        assertThat(expect(200, marketing.get(PATH + "?status=INACTIVE&size=500")).body().get("content"))
                .anyMatch(row -> row.get("id").asText().equals(id.toString()) && !row.has("graph"));
        expect(204, marketing.call(HttpMethod.DELETE, PATH + "/" + id, null));
        expect(404, marketing.get(PATH + "/" + id));
    }

    @Test
    void whoReadAnOlderVersionOverwritesNothing() {
        UUID id = written(pause().graph());
        int version = marketing.get(PATH + "/" + id).body().get("version").asInt();
        expect(200, marketing.patch(PATH + "/" + id, Map.of("name", "First", "version", version)));

        JsonNode refusal = expect(409, marketing.patch(PATH + "/" + id, Map.of("name", "Second", "version", version)))
                .body();

        assertThat(refusal.get("type").asText()).endsWith("changed-meanwhile");
        assertThat(marketing.get(PATH + "/" + id).body().get("name").asText()).isEqualTo("First");
    }

    static Stream<Arguments> mistakes() {
        Map<String, Object> wait = Map.of("duration", "PT1H");
        Map<String, Object> mail = Map.of("subject", "Hi", "body", "Hi", "senderAccountId", NOBODY);
        return Stream.of(
                Arguments.of("lonely", "unreachable", pause().node("lonely", "end", Map.of())),
                Arguments.of("wait", "target-missing", Drawing.startingAt("wait").node("wait", "delay", wait)
                        .node("end", "end", Map.of()).edge("go", "wait")),
                Arguments.of("which", "missing-else", Drawing.startingAt("which").node("which", "condition", Map.of(
                        "branches", List.of(Map.of("id", "a", "name", "A", "condition", Map.of("field", "company",
                                "operator", "equals", "value", "A"))))).node("end", "end", Map.of())
                        .edge("which", "a", "end")),
                Arguments.of("which", "unknown-node", Drawing.startingAt("which").node("which", "condition", Map.of(
                        "branches", List.of(Map.of("id", "a", "name", "A", "condition", Map.of("all", List.of(Map.of(
                                "field", "answers.stcok.left", "operator", "greaterThan", "value", 0)))))))
                        .node("end", "end", Map.of()).edge("which", "a", "end").edge("which", "else", "end")),
                Arguments.of("mail", "unknown-template", one("send", Map.of("templateId", NOBODY), "mail")),
                Arguments.of("mail", "unknown-sender", one("send", mail, "mail")),
                Arguments.of("list", "unknown-list", one("list", Map.of("listId", NOBODY), "list")),
                Arguments.of("ask", "unknown-source", one("enrich", Map.of("source", "no-such-source"), "ask")),
                Arguments.of("next", "unknown-workflow", one("start", Map.of("kind", "WORKFLOW", "targetId", NOBODY),
                        "next")),
                Arguments.of("next", "unknown-campaign", one("start", Map.of("kind", "CAMPAIGN", "targetId", NOBODY),
                        "next")),
                Arguments.of("points", "loop-without-wait", Drawing.startingAt("points")
                        .node("points", "updateLead", Map.of("points", 1)).node("end", "end", Map.of())
                        .node("half", "split", Map.of("shares", List.of(Map.of("id", "a", "name", "A", "percent", 50),
                                Map.of("id", "b", "name", "B", "percent", 50))))
                        .edge("points", "half").edge("half", "a", "points").edge("half", "b", "end")),
                Arguments.of("wait", "dangling-edge", pause().edge("wait", "nowhere")),
                Arguments.of("wait", "duplicate-id", pause().node("wait", "delay", wait)),
                Arguments.of("wait", "several-edges", pause().node("other", "end", Map.of()).edge("wait", "other")),
                Arguments.of("reply", "unknown-handle", Drawing.startingAt("reply").node("reply", "waitForEvent",
                        Map.of("event", "reply", "timeout", "P1D")).node("end", "end", Map.of())
                        .edge("reply", "event", "end").edge("reply", "timeout", "end").edge("reply", "later", "end")),
                Arguments.of("odd", "unknown-type", pause().node("odd", "loop", Map.of())),
                Arguments.of("wait", "invalid", Drawing.startingAt("wait").node("wait", "delay", Map.of("duration",
                        "three days")).node("end", "end", Map.of()).edge("wait", "end")),
                Arguments.of("end", "edge-after-end", pause().edge("end", "wait")),
                Arguments.of("wait", "edge-to-trigger", pause().edge("wait", "go")),
                Arguments.of(null, "no-trigger", new Drawing().node("end", "end", Map.of())));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void everyMistakeIsADiagnosisOnItsNode(String node, String code, Drawing drawing) {
        JsonNode checked = expect(200, marketing.post(PATH + "/check", Map.of("graph", drawing.graph()))).body();

        assertThat(checked.get("ok").asBoolean()).isFalse();
        assertThat(checked.get("diagnostics")).as(checked.toString()).anySatisfy(diagnosis -> {
            assertThat(diagnosis.get("code").asText()).isEqualTo(code);
            assertThat(diagnosis.get("nodeId").textValue()).isEqualTo(node);
            assertThat(diagnosis.get("message").asText()).endsWith(".");
        });
    }

    @Test
    void checkingSavesNothing() {
        UUID id = written(pause().graph());

        JsonNode checked = expect(200, marketing.post(PATH + "/" + id + "/check",
                Map.of("graph", new Drawing().graph()))).body();

        assertThat(checked.get("ok").asBoolean()).isFalse();
        assertThat(expect(200, marketing.post(PATH + "/" + id + "/check", null)).body().get("ok").asBoolean()).isTrue();
    }

    @Test
    void aWorkflowWithMistakesIsNotActivatedAndEachIsNamed() {
        UUID id = written(pause().node("lonely", "end", Map.of()).graph());

        JsonNode refusal = expect(422, marketing.post(PATH + "/" + id + "/activate", null)).body();

        assertThat(refusal.at("/errors/0/field").asText()).isEqualTo("graph.nodes[3]");
        assertThat(refusal.at("/errors/0/code").asText()).isEqualTo("unreachable");
        assertThat(marketing.get(PATH + "/" + id).body().get("status").asText()).isEqualTo("INACTIVE");
    }

    @Test
    void eachActivationIsAVersionAndLeadsInsideGoOnWithTheirs() {
        UUID id = written(pause().graph());
        List<UUID> leads = leads(2);
        expect(200, marketing.post(PATH + "/" + id + "/activate", null));
        expect(200, marketing.post(PATH + "/" + id + "/enter", Map.of("leadIds", List.of(leads.get(0)))));
        expect(200, marketing.patch(PATH + "/" + id, Map.of("graph", pause().graph())));
        expect(200, marketing.post(PATH + "/" + id + "/activate", null));
        expect(200, marketing.post(PATH + "/" + id + "/enter", Map.of("leadIds", List.of(leads.get(1)))));

        JsonNode versions = expect(200, marketing.get(PATH + "/" + id + "/versions")).body();

        assertThat(versions).hasSize(2).allSatisfy(version ->
                assertThat(version.get("inside").asInt()).isEqualTo(1));
        assertThat(versions.get(0).get("version").asInt()).isEqualTo(2);
        assertThat(marketing.get(PATH + "/" + id).body().get("executionCount").asLong()).isEqualTo(2);
        JsonNode executions = expect(200, marketing.get(PATH + "/" + id + "/executions?leadId=" + leads.get(0))).body();
        assertThat(executions.at("/content/0/workflowVersion").asInt()).isEqualTo(1);
        assertThat(executions.at("/content/0/trigger").asText()).isEqualTo("manual");
        assertThat(executions.get("totalElements").asInt()).isEqualTo(1);
    }

    @Test
    void aLeadInsideDoesNotComeInASecondTime() {
        UUID id = written(pause().graph());
        List<UUID> leads = leads(1);
        expect(200, marketing.post(PATH + "/" + id + "/activate", null));
        expect(200, marketing.post(PATH + "/" + id + "/enter", Map.of("leadIds", leads)));

        JsonNode again = expect(200, marketing.post(PATH + "/" + id + "/enter", Map.of("leadIds", leads))).body();

        assertThat(again.get("entered")).isEmpty();
        assertThat(again.get("refused").get(leads.get(0).toString()).asText()).isNotBlank();
    }

    @Test
    void deactivatingLetsThoseInsideFinishOrEndsThem() {
        UUID id = written(pause().graph());
        List<UUID> leads = leads(2);
        expect(200, marketing.post(PATH + "/" + id + "/activate", null));
        expect(200, marketing.post(PATH + "/" + id + "/enter", Map.of("leadIds", List.of(leads.get(0)))));

        JsonNode finished = expect(200, marketing.post(PATH + "/" + id + "/deactivate",
                Map.of("inside", "FINISH"))).body();

        assertThat(finished.get("status").asText()).isEqualTo("INACTIVE");
        assertThat(inside(id)).isEqualTo(1);
        JsonNode late = expect(200, marketing.post(PATH + "/" + id + "/enter",
                Map.of("leadIds", List.of(leads.get(1))))).body();
        assertThat(late.get("entered")).isEmpty();
        expect(200, marketing.post(PATH + "/" + id + "/deactivate", Map.of("inside", "END")));
        assertThat(inside(id)).isZero();
        expect(200, marketing.post(PATH + "/" + id + "/activate", null));
        assertThat(expect(200, marketing.post(PATH + "/" + id + "/enter", Map.of("leadIds", List.of(leads.get(1)))))
                .body().get("entered")).hasSize(1);
    }

    @Test
    void aNodeMayNameItsSenderWhereTheWorkflowNamesNone() {
        UUID id = written(one("send", Map.of("subject", "Hi", "body", "Hi", "senderAccountId", marketing.aSender()),
                "mail").graph());
        expect(200, marketing.post(PATH + "/" + id + "/activate", null));
        expect(200, marketing.post(PATH + "/" + id + "/enter", Map.of("leadIds", leads(2))));

        engine.runDueJobs();

        assertThat(journeying.states(id)).containsExactly("QUEUED:2");
    }

    @Test
    void aTriggerMayCallItsEventAsOtherNodesDo() {
        Drawing drawing = new Drawing().node("go", "trigger", Map.of("triggerType", "event", "event", "reply"))
                .edge("go", "end").node("end", "end", Map.of());

        assertThat(expect(200, marketing.post(PATH + "/check", Map.of("graph", drawing.graph()))).body().get("ok")
                .asBoolean()).isTrue();
    }

    @Test
    void whatIsNoTriggerOrNoDayIsRefused() {
        assertThat(refused(Map.of("name", "W", "triggers", List.of(Map.of("trigger_type", "manual")))))
                .isEqualTo("triggers");
        assertThat(refused(Map.of("name", "W", "actions", List.of(), "triggers", "manual"))).isEqualTo("triggers");
        assertThat(refused(Map.of("name", "W", "settings", Map.of("sendDays", Collections.singletonList(null)))))
                .isEqualTo("settings.sendDays");
    }

    private String refused(Map<String, ?> body) {
        return expect(422, marketing.post(PATH, body)).body().at("/errors/0/field").asText();
    }

    @Test
    void bothStepsOfANodeStandInTheLogUnderItsId() {
        UUID id = written(one("updateLead", Map.of("set", Map.of("company", "Acme"), "points", 5), "both").graph());
        expect(200, marketing.post(PATH + "/" + id + "/activate", null));
        expect(200, marketing.post(PATH + "/" + id + "/enter", Map.of("leadIds", leads(1))));
        engine.runDueJobs();

        String execution = expect(200, marketing.get(PATH + "/" + id + "/executions")).body()
                .at("/content/0/id").asText();
        assertThat(expect(200, marketing.get("/api/v1/executions/" + execution + "/logs")).body().get("content"))
                .extracting(log -> log.path("nodeId").asText()).containsExactly("both", "both", "end");
    }

    @Test
    void aGraphOfMistakesAloneIsAnsweredWithAsManyAsAnybodyReads() {
        List<Map<String, Object>> fields = Collections.nCopies(20_000, Map.of());
        Drawing drawing = one("humanTask", Map.of("fields", fields), "task");

        JsonNode checked = expect(200, marketing.post(PATH + "/check", Map.of("graph", drawing.graph()))).body();

        assertThat(checked.get("diagnostics")).hasSize(1_000);
    }

    @Test
    void whatANodeThatDiedHasLeftOfAnEndedWorkflowIsRemovedAndNothingOfALaterVersion() {
        UUID id = written(pause().graph());
        expect(200, marketing.post(PATH + "/" + id + "/activate", null));
        expect(200, marketing.post(PATH + "/" + id + "/enter", Map.of("leadIds", leads(2))));
        expect(200, marketing.post(PATH + "/" + id + "/deactivate", null));
        transaction.executeWithoutResult(status -> journeys.cancel(id, "test"));
        expect(200, marketing.post(PATH + "/" + id + "/activate", null));
        expect(200, marketing.post(PATH + "/" + id + "/enter", Map.of("leadIds", leads(1))));
        assertThat(running(id)).isEqualTo(2);

        while (journeys.deleteInstances(id)) {
            // until all are gone
        }

        assertThat(running(id)).isEqualTo(1);
        assertThat(inside(id)).isEqualTo(1);
        assertThat(jdbc.queryForObject("select count(*) from cohort c join journey j on j.id = c.journey_id"
                + " where j.owner_id = ? and c.settled_at is null", Long.class, id)).isEqualTo(1);
    }

    private long running(UUID workflow) {
        return runtime.createProcessInstanceQuery().processDefinitionKey(WorkflowPlanner.key(workflow)).count();
    }

    @Test
    void theFormOfActionsGivesTheSamePlanAsTheGraph() {
        Map<String, Object> condition = Map.of("field", "company", "operator", "equals", "value", "Acme");
        List<Map<String, Object>> actions = List.of(
                Map.of("id", "wait", "action_type", "delay", "action_config", Map.of("duration", "PT1H")),
                Map.of("id", "which", "action_type", "condition", "action_config", Map.of("branches", List.of(
                        Map.of("id", "yes", "name", "Acme", "condition", condition)))),
                Map.of("id", "points", "action_type", "update_lead", "parent_action_id", "which", "branch", "true",
                        "action_config", Map.of("points", 5)),
                Map.of("id", "status", "action_type", "update_lead", "action_config",
                        Map.of("set", Map.of("status", "CONTACTED"))));
        UUID form = expect(201, marketing.post(PATH, Map.of("name", "Form", "actions", actions,
                "triggers", List.of(Map.of("trigger_type", "manual"))))).id();
        UUID graph = written(Drawing.startingAt("wait").node("wait", "delay", Map.of("duration", "PT1H"))
                .node("which", "condition", Map.of("branches", List.of(
                        Map.of("id", "yes", "name", "Acme", "condition", condition))))
                .node("points", "updateLead", Map.of("points", 5))
                .node("status", "updateLead", Map.of("set", Map.of("status", "CONTACTED")))
                .node("end-of-actions", "end", Map.of())
                .edge("wait", "which").edge("which", "yes", "points").edge("points", "status")
                .edge("which", "else", "status").edge("status", "end-of-actions").graph());

        assertThat(flows(form)).isEqualTo(flows(graph)).isNotEmpty();
    }

    /** The flows of the compiled process without its diagram: what leads where. */
    private List<String> flows(UUID workflow) {
        String bpmn = expect(200, marketing.get(PATH + "/" + workflow + "/bpmn")).body().asText();
        List<String> flows = new ArrayList<>();
        Matcher flow = Pattern.compile("<sequenceFlow [^>]*>").matcher(bpmn);
        while (flow.find()) {
            flows.add(flow.group());
        }
        return flows.stream().sorted().toList();
    }

    private long inside(UUID workflow) {
        JsonNode versions = expect(200, marketing.get(PATH + "/" + workflow + "/versions")).body();
        long inside = 0;
        for (JsonNode version : versions) {
            inside += version.get("inside").asLong();
        }
        return inside;
    }

    private List<UUID> leads(int count) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Object> lead = new HashMap<>();
            lead.put("email", UUID.randomUUID() + "@workflow.example");
            ids.add(expect(201, marketing.post("/api/v1/leads", lead)).id());
        }
        return ids;
    }

    private UUID written(JsonNode graph) {
        return expect(201, marketing.post(PATH, Map.of("name", "Workflow", "graph", graph))).id();
    }

    private static Drawing pause() {
        return one("delay", Map.of("duration", "P3D"), "wait");
    }

    private static Drawing one(String type, Map<String, ?> data, String id) {
        return Drawing.startingAt(id).node(id, type, data).node("end", "end", Map.of()).edge(id, "end");
    }
}
