package dev.cadenza.campaign;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.Journeying;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;

/** Campaigns over HTTP: what is accepted, what is refused and how, and that a refusal changes nothing. */
@CadenzaTest
class CampaignApiTest {

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

    @BeforeEach
    void startOfADay() {
        clock.set(TestClock.START);
    }

    @Test
    void aNewCampaignHasTheDefaultSettings() {
        JsonNode settings = expect(201, marketing.post("/api/v1/campaigns", Map.of("name", "Bare"))).body()
                .get("settings");

        assertThat(settings.get("sendWindowStart").asText()).isEqualTo("09:00:00");
        assertThat(settings.get("sendWindowEnd").asText()).isEqualTo("18:00:00");
        assertThat(settings.get("sendDays")).hasSize(5);
        assertThat(settings.get("timezone").asText()).isEqualTo("UTC");
        assertThat(settings.get("dailyLimit").asInt()).isEqualTo(50);
        assertThat(settings.get("delayBetweenEmailsSeconds").asInt()).isEqualTo(120);
    }

    @Test
    void aCampaignIsReadChangedListedAndDeletedWhileItIsADraft() {
        Marketing.Answer created = marketing.post("/api/v1/campaigns", aDraft(marketing.leads(1)).body());
        String path = "/api/v1/campaigns/" + expect(201, created).id();
        assertThat(created.location()).isEqualTo(path);

        expect(200, marketing.patch(path, Map.of("name", "Renamed", "settings", Map.of("cohortSize", 7))));

        JsonNode read = expect(200, marketing.get(path)).body();
        assertThat(read.get("name").asText()).isEqualTo("Renamed");
        assertThat(read.at("/settings/cohortSize").asInt()).isEqualTo(7);
        assertThat(read.get("steps")).hasSize(3);
        assertThat(expect(200, marketing.get("/api/v1/campaigns?status=DRAFT&size=500")).body().get("content"))
                .anyMatch(campaign -> campaign.get("name").asText().equals("Renamed"));
        expect(204, marketing.call(HttpMethod.DELETE, path, null));
        expect(404, marketing.get(path));
    }

    @Test
    void theProcessCanBeSeenBeforeTheLaunch() {
        UUID campaign = aDraft(marketing.leads(1)).written();

        String bpmn = expect(200, marketing.get("/api/v1/campaigns/" + campaign + "/bpmn")).body().asText();

        assertThat(bpmn).contains("id=\"mail-1\"", "id=\"wait-2\"", "id=\"mail-2\"", "bpmndi:BPMNDiagram");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "name                                  ~ {\"name\": \"\"}",
        "listId                                ~ {\"listId\": \"00000000-0000-0000-0000-000000000000\"}",
        "segmentId                             ~ {\"segmentId\": \"00000000-0000-0000-0000-000000000000\"}",
        "senderAccountId                       ~ {\"senderAccountId\": \"00000000-0000-0000-0000-000000000000\"}",
        "reviewMode                            ~ {\"reviewMode\": \"SOMETIMES\"}",
        "scheduledAt                           ~ {\"scheduledAt\": \"tomorrow\"}",
        "steps[0].type                         ~ {\"steps\": [{\"subject\": \"x\"}]}",
        "steps[0].delay                        ~ {\"steps\": [{\"type\": \"DELAY\"}]}",
        "steps[0].delay                        ~ {\"steps\": [{\"type\": \"DELAY\", \"delay\": \"PT0S\"}]}",
        "steps[0].delay                        ~ {\"steps\": [{\"type\": \"DELAY\", \"delay\": \"three days\"}]}",
        "steps[0].templateId                   ~ {\"steps\": [{\"type\": \"EMAIL\", \"templateId\": \"00000000-0000-0000-0000-000000000000\"}]}",
        "settings.timezone                     ~ {\"settings\": {\"timezone\": \"Mars/Olympus\"}}",
        "settings.sendWindowEnd                ~ {\"settings\": {\"sendWindowStart\": \"18:00\", \"sendWindowEnd\": \"09:00\"}}",
        "settings.sendDays                     ~ {\"settings\": {\"sendDays\": []}}",
        "settings.dailyLimit                   ~ {\"settings\": {\"dailyLimit\": -1}}",
        "settings.delayBetweenEmailsSeconds    ~ {\"settings\": {\"delayBetweenEmailsSeconds\": -5}}",
        "settings.cohortSize                   ~ {\"settings\": {\"cohortSize\": 501}}",
        "settings.nonsense                     ~ {\"settings\": {\"nonsense\": 1}}",
    })
    void aBadFieldIsNamedAndNothingChanges(String field, String change) throws Exception {
        UUID campaign = aDraft(marketing.leads(1)).written();
        JsonNode before = marketing.get("/api/v1/campaigns/" + campaign).body();

        Marketing.Answer answer = marketing.patch("/api/v1/campaigns/" + campaign,
                new ObjectMapper().readTree(change));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(fields(answer)).contains(field.strip());
        assertThat(marketing.get("/api/v1/campaigns/" + campaign).body()).isEqualTo(before);
    }

    @Test
    void aLaunchIsRefusedWithEverythingThatIsWrong() {
        Map<String, Object> body = new HashMap<>(Map.of("name", "Faulty", "steps", List.of(
                Map.of("type", "EMAIL", "subject", "Hi {{fistName}}", "body", "<p>{{#open}}</p>"),
                Map.of("type", "EMAIL", "body", "<p>no subject</p>"))));
        UUID campaign = expect(201, marketing.post("/api/v1/campaigns", body)).id();

        Marketing.Answer refused = expect(422, marketing.post("/api/v1/campaigns/" + campaign + "/launch", null));

        assertThat(fields(refused)).contains("listId", "senderAccountId", "steps[0].subject", "steps[0].body",
                "steps[1].subject");
        assertThat(refused.body().toString()).contains("Did you mean 'firstName'?");
        assertThat(marketing.get("/api/v1/campaigns/" + campaign).body().get("status").asText()).isEqualTo("DRAFT");
        assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(campaign.toString()).count())
                .isZero();
        assertThat(fields(expect(200, marketing.post("/api/v1/campaigns/" + campaign + "/check", null))))
                .contains("listId", "steps[1].subject");
    }

    @Test
    void whatWasLaunchedIsNeitherLaunchedNorChangedAgain() {
        UUID campaign = aDraft(marketing.leads(1)).launched();

        assertThat(marketing.post("/api/v1/campaigns/" + campaign + "/launch", null).status()).isEqualTo(409);
        assertThat(marketing.patch("/api/v1/campaigns/" + campaign, Map.of("name", "Other")).status()).isEqualTo(409);
        assertThat(marketing.call(HttpMethod.DELETE, "/api/v1/campaigns/" + campaign, null).status()).isEqualTo(409);
        assertThat(marketing.post("/api/v1/campaigns/" + campaign + "/resume", null).status()).isEqualTo(409);
    }

    @Test
    void anEmptyAudienceIsAFault() {
        UUID campaign = aDraft(List.of()).written();

        assertThat(fields(expect(422, marketing.post("/api/v1/campaigns/" + campaign + "/launch", null))))
                .containsExactly("listId");
    }

    @Test
    void theEnginesOwnApiLaunchesToo() {
        UUID campaign = aDraft(marketing.leads(2)).written();

        expect(200, marketing.post("/engine-rest/process-definition/key/campaign-launch/start", Map.of("variables",
                Map.of("campaignId", Map.of("value", campaign.toString(), "type", "String")))));
        engine.runDueJobs();

        assertThat(journeying.queued(campaign)).containsExactly("mail-1:2");
    }

    @Test
    void theEnginesOwnApiRefusesWhatCanNotBeLaunched() {
        for (Object id : List.of(UUID.randomUUID().toString(), "nonsense")) {
            Marketing.Answer answer = marketing.post("/engine-rest/process-definition/key/campaign-launch/start",
                    Map.of("variables", Map.of("campaignId", Map.of("value", id, "type", "String"))));
            assertThat(answer.status()).isGreaterThanOrEqualTo(400);
            assertThat(answer.body().toString()).contains(id.toString());
        }
    }

    @Test
    void aSegmentIsAnAudienceToo() {
        List<UUID> leads = marketing.leads(3);
        String company = marketing.get("/api/v1/leads/" + leads.get(0)).body().get("lastName").asText();
        UUID segment = expect(201, marketing.post("/api/v1/segments", Map.of("name", "Segment of " + company,
                "condition", Map.of("field", "lastName", "operator", "equals", "value", company)))).id();
        UUID campaign = marketing.aCampaign().with("segmentId", segment).mail("Hi", "<p>Hi</p>").launched();

        engine.runDueJobs();

        assertThat(journeying.queued(campaign)).containsExactly("mail-1:3");
    }

    private Marketing.CampaignDraft aDraft(List<UUID> leads) {
        return marketing.aCampaign().to(leads).mail("Hello {{firstName|there}}", "<p>Hello</p>").delay("P2D")
                .mail("Again", "<p>Again</p>");
    }

    private static List<String> fields(Marketing.Answer answer) {
        return StreamSupport.stream(answer.body().path("errors").spliterator(), false)
                .map(error -> error.get("field").asText()).toList();
    }
}
