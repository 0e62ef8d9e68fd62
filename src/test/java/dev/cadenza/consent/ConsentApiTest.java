package dev.cadenza.consent;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.message.ContactPoints;
import dev.cadenza.message.Suppressions;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.Journeying;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.LinkedMultiValueMap;

@CadenzaTest
class ConsentApiTest {

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
    TestRestTemplate http;
    @Autowired
    RuntimeService runtime;
    @Autowired
    HistoryService history;
    @Autowired
    OptInLinks links;
    @Autowired
    ContactPoints contacts;
    @Autowired
    Suppressions suppressions;

    @Test
    void everyWordStaysInTheLedgerAndTheLastOneHolds() {
        UUID lead = marketing.leads(1).get(0);
        String path = "/api/v1/leads/" + lead + "/consents";

        expect(201, marketing.post(path, Map.of("status", "GRANTED", "evidence", "Signed at the fair")));
        clock.advance(Duration.ofMinutes(1));
        JsonNode withdrawn = expect(201, marketing.post(path, Map.of("status", "WITHDRAWN", "evidence", "By phone"))).body();

        assertThat(withdrawn.at("/current/0/status").asText()).isEqualTo("WITHDRAWN");
        assertThat(withdrawn.get("ledger")).hasSize(2);
        assertThat(withdrawn.at("/ledger/1/evidence").asText()).isEqualTo("Signed at the fair");
        assertThat(withdrawn.at("/ledger/1/recordedBy").asText()).isEqualTo("admin@cadenza.test");
        assertThat(marketing.post(path, Map.of("status", "GRANTED", "evidence", "again")).status())
                .as("the address is suppressed since").isEqualTo(409);
        assertThatThrownBy(() -> jdbc.update("update consent set granted = true where lead_id = ?", lead))
                .isInstanceOf(DataAccessException.class).hasMessageContaining("only added to");
        assertThatThrownBy(() -> jdbc.update("delete from consent where lead_id = ?", lead))
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void badEntriesNameTheField() {
        UUID lead = marketing.leads(1).get(0);
        String path = "/api/v1/leads/" + lead + "/consents";
        assertThat(field(marketing.post(path, Map.of()))).isEqualTo("status");
        assertThat(field(marketing.post(path, Map.of("status", "GRANTED")))).isEqualTo("evidence");
        assertThat(field(marketing.post(path, Map.of("status", "GRANTED", "evidence", "x", "at",
                clock.instant().plusSeconds(60).toString())))).isEqualTo("at");
        assertThat(marketing.post("/api/v1/leads/" + UUID.randomUUID() + "/consents",
                Map.of("status", "GRANTED", "evidence", "x")).status()).isEqualTo(404);
        assertThat(field(marketing.post("/api/v1/consents", Map.of("evidence", "x")))).isEqualTo("leadIds");
        for (String at : List.of(clock.instant().plusSeconds(60).toString(), "-50000-01-01T00:00:00Z")) {
            assertThat(field(marketing.post("/api/v1/consents", Map.of("leadIds", List.of(lead), "evidence", "x", "at",
                    at)))).as(at).isEqualTo("at");
        }
        assertThat(current(lead)).isEqualTo("none");
    }

    @ParameterizedTest
    @EnumSource(names = {"MESSENGER", "INSTAGRAM", "PUSH"})
    void aWithdrawalHoldsWhereTheLeadIsReachedOnTheChannel(ChannelType channel) {
        UUID lead = marketing.leads(1).get(0);
        String address = channel == ChannelType.PUSH ? lead.toString() : "person-" + lead;
        contacts.heardFrom(lead, channel, address, null, clock.instant());

        expect(201, marketing.post("/api/v1/leads/" + lead + "/consents",
                Map.of("status", "WITHDRAWN", "channel", channel.name())));

        assertThat(marketing.get("/api/v1/suppressions/check?channel=" + channel + "&address=" + address).body()
                .get("suppressed").asBoolean()).isTrue();
    }

    @Test
    void manyAgreeToAChannelOnWhichTheyAreReached() {
        List<UUID> leads = marketing.leads(3);
        contacts.heardFrom(leads.get(0), ChannelType.MESSENGER, "psid-" + leads.get(0), null, clock.instant());
        contacts.heardFrom(leads.get(1), ChannelType.MESSENGER, "psid-" + leads.get(1), null, clock.instant());
        suppressions.add(ChannelType.MESSENGER, "psid-" + leads.get(1), Suppressions.Reason.MANUAL, null, null);

        assertThat(expect(200, marketing.post("/api/v1/consents", Map.of("leadIds", leads, "channel", "MESSENGER",
                "evidence", "Asked in the chat"))).body().get("granted").asInt()).isEqualTo(1);
        assertThat(current(leads.get(0))).isEqualTo("GRANTED");
    }

    @Test
    void aChannelOfTextsDoesNotAskByMail() {
        UUID push = expect(201, marketing.post("/api/v1/channels", Map.of("name", "Push " + UUID.randomUUID(), "provider",
                "webpush", "settings", Map.of("subject", "mailto:ops@example.com")))).id();

        assertThat(field(marketing.post("/api/v1/leads/" + marketing.leads(1).get(0) + "/opt-ins",
                Map.of("senderAccountId", push)))).isEqualTo("senderAccountId");
    }

    @Test
    void aWithdrawalEndsWhatRuns() {
        List<UUID> leads = marketing.leads(2);
        UUID campaign = marketing.aCampaign().to(leads).mail("One", "<p>1</p>").delay("P1D").mail("Two", "<p>2</p>")
                .launched();
        engine.runDueJobs();

        expect(201, marketing.post("/api/v1/leads/" + leads.get(0) + "/consents", Map.of("status", "WITHDRAWN")));

        assertThat(journeying.statuses(campaign)).containsExactly("IN_PROGRESS:1", "UNSUBSCRIBED:1");
        assertThat(journeying.states(campaign)).containsExactly("CANCELLED:1", "QUEUED:1");
    }

    @Test
    void aCampaignThatNeedsConsentWritesOnlyToThoseWhoAgreed() {
        List<UUID> leads = marketing.leads(3);
        expect(200, marketing.post("/api/v1/consents", Map.of("leadIds", leads.subList(0, 1), "evidence", "Form")));
        UUID campaign = marketing.aCampaign().to(leads).setting("consentRequired", true).mail("One", "<p>1</p>").launched();
        engine.runDueJobs();
        assertThat(journeying.states(campaign)).containsExactly("QUEUED:1", "SUPPRESSED:2");
        assertThat(marketing.get("/api/v1/campaigns/" + campaign + "/settings").body().get("consentRequired").asBoolean())
                .isTrue();
    }

    @Test
    void whatOnePersonSaidIsNotChangedByWhatIsSaidOfAList() {
        List<UUID> leads = marketing.leads(3);
        UUID list = marketing.aListOf(leads);
        expect(201, marketing.post("/api/v1/leads/" + leads.get(0) + "/consents", Map.of("status", "WITHDRAWN")));
        expect(201, marketing.post("/api/v1/leads/" + leads.get(1) + "/consents",
                Map.of("status", "GRANTED", "evidence", "own form")));

        assertThat(expect(200, marketing.post("/api/v1/consents", Map.of("listId", list, "evidence", "Fair")))
                .body().get("granted").asInt()).isEqualTo(1);
        assertThat(current(leads.get(0))).isEqualTo("WITHDRAWN");
        assertThat(current(leads.get(2))).isEqualTo("GRANTED");
    }

    @Test
    void anImportCarriesTheConsentOfItsLeads() {
        LinkedMultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
        form.add("file", new ByteArrayResource("Email\nimport-consent-1@example.com\nimport-consent-2@example.com\n"
                .getBytes()) {
            @Override
            public String getFilename() {
                return "agreed.csv";
            }
        });
        form.add("consentEvidence", "Sign-up sheet of the fair");
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.MULTIPART_FORM_DATA);
        ResponseEntity<JsonNode> answer = http.withBasicAuth("admin@cadenza.test", "correct-horse-battery")
                .postForEntity("/api/v1/imports", new HttpEntity<>(form, headers), JsonNode.class);
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(202);
        engine.runDueJobs();

        UUID lead = jdbc.queryForObject("select id from lead where email = 'import-consent-2@example.com'", UUID.class);
        JsonNode ledger = marketing.get("/api/v1/leads/" + lead + "/consents").body().at("/ledger/0");
        assertThat(ledger.get("source").asText()).isEqualTo("IMPORT");
        assertThat(ledger.get("evidence").asText()).isEqualTo("Sign-up sheet of the fair");
    }

    @Test
    void anUnsubscribeIsWrittenDown() {
        List<UUID> leads = marketing.leads(1);
        UUID campaign = marketing.aCampaign().to(leads).mail("One", "<p>1</p>").launched();
        engine.runDueJobs();
        UUID message = jdbc.queryForObject("select id from message where owner_id = ?", UUID.class, campaign);
        UUID again = message;
        unsubscribe(message);
        unsubscribe(again);
        JsonNode consents = marketing.get("/api/v1/leads/" + leads.get(0) + "/consents").body();
        assertThat(consents.get("ledger")).hasSize(1);
        assertThat(consents.at("/ledger/0/source").asText()).isEqualTo("UNSUBSCRIBE");
        assertThat(consents.at("/ledger/0/status").asText()).isEqualTo("WITHDRAWN");
    }

    @Autowired
    dev.cadenza.tracking.Unsubscriptions unsubscriptions;

    private void unsubscribe(UUID message) {
        unsubscriptions.unsubscribe(message, "one-click");
    }

    @Test
    void aLeadThatConfirmsTheLinkHasConsented() {
        UUID lead = marketing.leads(1).get(0);
        UUID sender = marketing.aSender();
        JsonNode asked = expect(202, marketing.post("/api/v1/leads/" + lead + "/opt-ins",
                Map.of("senderAccountId", sender))).body();
        UUID optIn = UUID.fromString(asked.get("id").asText());
        String text = jdbc.queryForObject("select body_text from message where lead_id = ? and lane_id is not null",
                String.class, lead);
        assertThat(text).contains(links.link(optIn));
        String path = links.link(optIn).replaceFirst("https?://[^/]+", "");

        assertThat(http.getForEntity(path, String.class).getBody()).contains("Yes, write to me");
        assertThat(current(lead)).as("looking says nothing").isEqualTo("none");
        assertThat(http.postForEntity(path, null, String.class).getBody()).contains("Thank you");
        assertThat(http.postForEntity(path, null, String.class).getStatusCode().value()).isEqualTo(200);

        JsonNode consents = marketing.get("/api/v1/leads/" + lead + "/consents").body();
        assertThat(consents.get("ledger")).hasSize(1);
        assertThat(consents.at("/ledger/0/source").asText()).isEqualTo("DOUBLE_OPT_IN");
        assertThat(history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(optIn.toString()).singleResult()
                .getEndActivityId()).isEqualTo("consented");
        assertThat(marketing.post("/api/v1/leads/" + lead + "/opt-ins", Map.of("senderAccountId", sender)).status())
                .isEqualTo(202);
        assertThat(marketing.post("/api/v1/leads/" + lead + "/opt-ins", Map.of("senderAccountId", sender)).status())
                .as("asked already").isEqualTo(409);
    }

    @Test
    void anOptInThatNobodyConfirmsExpires() {
        UUID lead = marketing.leads(1).get(0);
        UUID optIn = expect(202, marketing.post("/api/v1/leads/" + lead + "/opt-ins",
                Map.of("senderAccountId", marketing.aSender(), "valid", "PT1H"))).id();
        String path = links.link(optIn).replaceFirst("https?://[^/]+", "");
        clock.advance(Duration.ofHours(1));

        assertThat(http.postForEntity(path, null, String.class).getStatusCode().value()).isEqualTo(410);
        engine.runDueJobs();

        assertThat(marketing.get("/api/v1/opt-ins/" + optIn).body().get("status").asText()).isEqualTo("EXPIRED");
        assertThat(current(lead)).isEqualTo("none");
        assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(optIn.toString()).count()).isZero();
        assertThat(http.getForEntity("/u/opt-in/" + "A".repeat(43), String.class).getStatusCode().value()).isEqualTo(404);
    }

    @Test
    void theProcessIsStartedInTheEngineWithALeadToo() {
        UUID lead = marketing.leads(1).get(0);
        String instance = runtime.startProcessInstanceByKey("double-opt-in", Map.of("leadId", lead.toString(),
                "senderAccountId", marketing.aSender().toString())).getId();
        assertThat(runtime.getVariable(instance, "leadId")).as("the engine forgets who it was").isNull();
        assertThat(marketing.get("/api/v1/leads/" + lead + "/opt-ins").body().get(0).get("processInstanceId").asText())
                .isEqualTo(instance);
    }

    private String current(UUID lead) {
        return marketing.get("/api/v1/leads/" + lead + "/consents").body().at("/current/0/status").asText("none")
                .transform(status -> status.isEmpty() ? "none" : status);
    }

    private static String field(Marketing.Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(422);
        return answer.body().at("/errors/0/field").asText();
    }
}
