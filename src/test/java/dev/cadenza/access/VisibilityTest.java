package dev.cadenza.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.identity.NewUser;
import dev.cadenza.identity.Role;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.identity.Users;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.Marketing;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;

@CadenzaTest
class VisibilityTest {

    private static final String PASSWORD = "battery-staple-42";

    @Autowired
    TestRestTemplate http;
    @Autowired
    Users users;
    @Autowired
    Marketing marketing;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    RepositoryService repository;
    @Autowired
    RuntimeService runtime;

    SignedInUser owner;
    SignedInUser colleague;
    SignedInUser named;
    UUID list;
    UUID campaign;

    @BeforeEach
    void privateListAndCampaign() {
        owner = make(Role.MARKETER);
        colleague = make(Role.MARKETER);
        named = make(Role.SERVICE);
        list = created(owner, "/api/v1/lists", Map.of("name", "List " + UUID.randomUUID()));
        campaign = created(owner, "/api/v1/campaigns", Map.of("name", "Campaign " + UUID.randomUUID(), "listId", list,
                "senderAccountId", marketing.aSender(), "steps", List.of(Map.of("type", "EMAIL", "subject", "Hello",
                        "body", "<p>Hello</p>"))));
    }

    @Test
    void whatAMarketerMakesIsSharedWithTheTeamUntilItsOwnerSaysOtherwise() {
        JsonNode sharing = get(owner, "/api/v1/campaigns/" + campaign + "/sharing").getBody();
        assertThat(sharing.get("owner").asText()).isEqualTo(owner.email());
        assertThat(sharing.get("sharedWithAll").asBoolean()).isTrue();
        assertThat(status(colleague, "/api/v1/campaigns/" + campaign)).isEqualTo(200);
        assertThat(patch(colleague, Map.of("description", "Ours"))).isEqualTo(200);

        hide("campaigns", campaign);

        assertThat(status(colleague, "/api/v1/campaigns/" + campaign)).isEqualTo(404);
        assertThat(status(owner, "/api/v1/campaigns/" + campaign)).isEqualTo(200);
    }

    @Test
    void privateCampaignIsNotThereForOthersWhateverTheyAsk() {
        hide("campaigns", campaign);
        String path = "/api/v1/campaigns/" + campaign;

        for (String part : List.of("", "/steps", "/settings", "/bpmn", "/stats", "/enrollments", "/sharing")) {
            assertThat(status(colleague, path + part)).as(part).isEqualTo(404);
        }
        assertThat(patch(colleague, Map.of("name", "Mine now"))).isEqualTo(404);
        for (String verb : List.of("/launch", "/pause", "/resume", "/cancel", "/check")) {
            assertThat(exchange(colleague, HttpMethod.POST, path + verb, null)).as(verb).isEqualTo(404);
        }
        assertThat(exchange(colleague, HttpMethod.DELETE, path, null)).isEqualTo(404);
        assertThat(exchange(colleague, HttpMethod.PUT, path + "/sharing", Map.of("sharedWithAll", true))).isEqualTo(404);
        assertThat(ids(colleague, "/api/v1/campaigns?size=500")).doesNotContain(campaign.toString());
        assertThat(ids(owner, "/api/v1/campaigns?size=500")).contains(campaign.toString());
        assertThat(get(owner, path).getBody().get("status").asText()).isEqualTo("DRAFT");
    }

    @Test
    void privateWorkflowIsNotThereForOthersWhateverTheyAsk() {
        UUID workflow = created(owner, "/api/v1/workflows", Map.of("name", "Workflow " + UUID.randomUUID()));
        hide("workflows", workflow);
        String path = "/api/v1/workflows/" + workflow;

        for (String part : List.of("", "/bpmn", "/versions", "/executions", "/sharing")) {
            assertThat(status(colleague, path + part)).as(part).isEqualTo(404);
        }
        for (String verb : List.of("/activate", "/deactivate", "/check", "/enter", "/retry-failed")) {
            assertThat(exchange(colleague, HttpMethod.POST, path + verb, Map.of())).as(verb).isEqualTo(404);
        }
        assertThat(ids(colleague, "/api/v1/workflows?size=500")).doesNotContain(workflow.toString());
        assertThat(ids(owner, "/api/v1/workflows?size=500")).contains(workflow.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/campaigns/", "/api/v1/%63ampaigns/", "/%61pi/v1/campaigns/", "/api/%761/campaigns/",
        "/api/v1/campaigns/%20"})
    void noSpellingOfThePathIsAWayAroundIt(String path) {
        hide("campaigns", campaign);
        URI address = URI.create(http.getRootUri() + path + campaign);

        assertThat(as(owner).getForEntity(address, String.class).getStatusCode().value()).isEqualTo(200);
        assertThat(as(colleague).getForEntity(address, String.class).getStatusCode().value()).isEqualTo(404);
    }

    @Test
    void theEnginesRestApiIsNoWayAroundIt() {
        hide("campaigns", campaign);
        exchange(owner, HttpMethod.POST, "/api/v1/lists/" + list + "/members", Map.of("leadIds", marketing.leads(1)));
        Map<String, Object> start = Map.of("variables", Map.of("campaignId", Map.of("value", campaign.toString(),
                "type", "String")));

        assertThat(exchange(colleague, HttpMethod.POST, "/engine-rest/process-definition/key/campaign-launch/start",
                start)).isGreaterThanOrEqualTo(400);
        assertThat(get(owner, "/api/v1/campaigns/" + campaign).getBody().get("status").asText()).isEqualTo("DRAFT");

        assertThat(exchange(owner, HttpMethod.POST, "/engine-rest/process-definition/key/campaign-launch/start",
                start)).isEqualTo(200);
    }

    @Test
    void processOfAPrivateCampaignIsReadByWhoSeesTheCampaign() {
        String key = "campaign-" + campaign;
        repository.createDeployment().addModelInstance(key + ".bpmn", Bpmn.createExecutableProcess(key)
                .camundaHistoryTimeToLive(5).startEvent().userTask("wait").endEvent().done()).deploy();
        String path = "/engine-rest/process-definition/key/" + key + "/xml";
        assertThat(status(colleague, path)).isEqualTo(200);

        share("campaigns", campaign, Map.of("sharedWithAll", false, "sharedWith", List.of(named.email())));

        assertThat(status(colleague, path)).isEqualTo(404);
        assertThat(get(colleague, "/engine-rest/process-definition?key=" + key).getBody()).isEmpty();
        for (SignedInUser user : List.of(owner, named, make(Role.ANALYST), make(Role.ADMINISTRATOR))) {
            assertThat(status(user, path)).as(user.email()).isEqualTo(200);
        }
        assertThat(get(colleague, "/engine-rest/process-definition?key=campaign-launch").getBody()).isNotEmpty();
        share("campaigns", campaign, Map.of("sharedWithAll", true));
        assertThat(status(colleague, path)).isEqualTo(200);
    }

    @Test
    void tasksOfAPrivateCampaignAreOfferedToWhoSeesTheCampaign() {
        String key = "campaign-" + campaign;
        repository.createDeployment().addModelInstance(key + ".bpmn", Bpmn.createExecutableProcess(key)
                .camundaHistoryTimeToLive(5).startEvent().userTask("review").camundaCandidateGroups("marketer")
                .endEvent().done()).deploy();
        String tasks = "/engine-rest/task?processDefinitionKey=" + key;
        SignedInUser friend = make(Role.MARKETER);
        runtime.startProcessInstanceByKey(key);
        assertThat(get(colleague, tasks).getBody()).as("shared with all").hasSize(1);
        String claimed = get(colleague, tasks).getBody().get(0).get("id").asText();
        assertThat(exchange(colleague, HttpMethod.POST, "/engine-rest/task/" + claimed + "/claim",
                Map.of("userId", colleague.email()))).isEqualTo(204);

        share("campaigns", campaign, Map.of("sharedWithAll", false, "sharedWith", List.of(friend.email())));
        runtime.startProcessInstanceByKey(key);

        assertThat(get(colleague, tasks).getBody()).as("neither the claimed one nor the later one").isEmpty();
        assertThat(exchange(colleague, HttpMethod.POST, "/engine-rest/task/" + claimed + "/complete", Map.of()))
                .isGreaterThanOrEqualTo(400);
        for (SignedInUser user : List.of(owner, friend, make(Role.ADMINISTRATOR))) {
            assertThat(get(user, tasks).getBody()).as(user.email()).hasSize(2);
        }
        assertThat(exchange(friend, HttpMethod.POST, "/engine-rest/task/" + claimed + "/claim",
                Map.of("userId", friend.email()))).isEqualTo(204);

        share("campaigns", campaign, Map.of("sharedWithAll", true));
        assertThat(get(colleague, tasks).getBody()).hasSize(2);
        assertThat(exchange(friend, HttpMethod.POST, "/engine-rest/task/" + claimed + "/complete", Map.of()))
                .isEqualTo(204);
    }

    @Test
    void administratorsAndAnalystsSeeEverything() {
        hide("campaigns", campaign);
        hide("lists", list);

        for (Role role : List.of(Role.ADMINISTRATOR, Role.ANALYST)) {
            SignedInUser user = make(role);
            assertThat(status(user, "/api/v1/campaigns/" + campaign)).isEqualTo(200);
            assertThat(status(user, "/api/v1/lists/" + list + "/members")).isEqualTo(200);
            assertThat(ids(user, "/api/v1/lists?size=500")).contains(list.toString());
        }
    }

    @Test
    void ownerSharesWithSomePeople() {
        assertThat(share("campaigns", campaign, Map.of("sharedWithAll", false, "sharedWith",
                List.of(named.email().toUpperCase())))).isEqualTo(200);

        assertThat(status(named, "/api/v1/campaigns/" + campaign)).isEqualTo(200);
        assertThat(ids(named, "/api/v1/campaigns?size=500")).contains(campaign.toString());
        assertThat(status(colleague, "/api/v1/campaigns/" + campaign)).isEqualTo(404);
        assertThat(exchange(named, HttpMethod.PUT, "/api/v1/campaigns/" + campaign + "/sharing",
                Map.of("sharedWithAll", true))).as("who it is shared with does not share it on").isEqualTo(403);
        assertThat(share("campaigns", campaign, Map.of("sharedWith", List.of("nobody@cadenza.test")))).isEqualTo(422);
        assertThat(status(named, "/api/v1/campaigns/" + campaign)).isEqualTo(200);
        assertThat(share("campaigns", campaign, Map.of("sharedWith", List.of()))).isEqualTo(200);
        assertThat(status(named, "/api/v1/campaigns/" + campaign)).isEqualTo(404);
    }

    @Test
    void ownerAndAdministratorsGiveARowToSomebodyElse() {
        hide("lists", list);

        assertThat(exchange(make(Role.ADMINISTRATOR), HttpMethod.PUT, "/api/v1/lists/" + list + "/sharing",
                Map.of("owner", colleague.email()))).isEqualTo(200);

        assertThat(status(colleague, "/api/v1/lists/" + list)).isEqualTo(200);
        assertThat(status(owner, "/api/v1/lists/" + list)).isEqualTo(404);
    }

    @Test
    void privateListIsNoAudienceForOthers() {
        hide("lists", list);
        String path = "/api/v1/lists/" + list;
        UUID lead = marketing.leads(1).get(0);

        assertThat(status(colleague, path)).isEqualTo(404);
        assertThat(status(colleague, path + "/members")).isEqualTo(404);
        assertThat(exchange(colleague, HttpMethod.POST, path + "/members", Map.of("leadIds", List.of(lead))))
                .isEqualTo(404);
        assertThat(exchange(colleague, HttpMethod.DELETE, path, null)).isEqualTo(404);
        assertThat(ids(colleague, "/api/v1/lists?size=500")).doesNotContain(list.toString());
        assertThat(exchange(colleague, HttpMethod.POST, "/api/v1/campaigns", Map.of("name", "x", "listId", list)))
                .isEqualTo(422);
        Map<String, Object> member = Map.of("field", "list", "operator", "in", "value", list.toString());
        assertThat(exchange(colleague, HttpMethod.POST, "/api/v1/segments", Map.of("name", "S " + UUID.randomUUID(),
                "condition", member))).isEqualTo(422);
        assertThat(exchange(colleague, HttpMethod.POST, "/api/v1/segments/preview", Map.of("condition", member)))
                .isEqualTo(422);
        assertThat(status(colleague, "/api/v1/leads?listId=" + list)).isEqualTo(422);
        assertThat(exchange(owner, HttpMethod.POST, path + "/members", Map.of("leadIds", List.of(lead))))
                .isEqualTo(200);
        assertThat(exchange(owner, HttpMethod.POST, "/api/v1/segments/preview", Map.of("condition", member)))
                .isEqualTo(200);
    }

    @Test
    void draftsMessagesAndEnrollmentsOfAPrivateCampaignAreSeenByWhoSeesIt() {
        UUID lead = marketing.leads(1).get(0);
        UUID draft = UUID.randomUUID();
        UUID message = UUID.randomUUID();
        UUID cohort = UUID.randomUUID();
        jdbc.update("insert into draft (id, owner_id, journey_id, cohort_id, enrollment_id, lead_id, step_id, draft_type,"
                + " channel, generated_subject, generated_body, status, created_at, updated_at) values (?, ?, ?, ?, ?, ?,"
                + " 'step-1', 'FIRST_OUTREACH', 'EMAIL', 'Hi', '<p>Secret</p>', 'DRAFT', now(), now())", draft, campaign,
                UUID.randomUUID(), cohort, UUID.randomUUID(), lead);
        jdbc.update("insert into message (id, direction, channel, lead_id, owner_id, address, state, created_at)"
                + " values (?, 'INBOUND', 'EMAIL', ?, ?, 'x@example.com', 'RECEIVED', now())", message, lead, campaign);
        hide("campaigns", campaign);

        assertThat(status(colleague, "/api/v1/drafts/" + draft)).isEqualTo(404);
        assertThat(exchange(colleague, HttpMethod.POST, "/api/v1/drafts/" + draft + "/approve", Map.of("version", 0)))
                .isEqualTo(404);
        assertThat(status(colleague, "/api/v1/messages/" + message)).isEqualTo(404);
        assertThat(status(colleague, "/api/v1/messages/" + message + "/hits")).isEqualTo(404);
        assertThat(ids(colleague, "/api/v1/drafts?cohortId=" + cohort)).isEmpty();
        assertThat(ids(colleague, "/api/v1/messages?leadId=" + lead)).isEmpty();
        assertThat(ids(colleague, "/api/v1/leads/" + lead + "/messages")).isEmpty();
        assertThat(ids(colleague, "/api/v1/enrollments?campaignId=" + campaign)).isEmpty();
        assertThat(get(colleague, "/api/v1/drafts/counts?cohortId=" + cohort + "&stepId=step-1").getBody().get("total")
                .asInt()).isZero();
        exchange(colleague, HttpMethod.POST, "/api/v1/drafts/approve-rest", Map.of("cohortId", cohort, "stepId",
                "step-1"));
        exchange(colleague, HttpMethod.POST, "/api/v1/drafts/reject-rest", Map.of("cohortId", cohort, "stepId",
                "step-1"));
        assertThat(get(owner, "/api/v1/drafts/" + draft).getBody().get("status").asText()).isEqualTo("DRAFT");
        assertThat(ids(owner, "/api/v1/messages?leadId=" + lead)).containsExactly(message.toString());
        assertThat(ids(owner, "/api/v1/drafts?cohortId=" + cohort)).containsExactly(draft.toString());
    }

    @Test
    void answerToAPrivateCampaignIsNeitherReadNorFoundInTheListOfConversationsByOthers() {
        UUID lead = marketing.leads(1).get(0);
        UUID conversation = UUID.randomUUID();
        UUID message = UUID.randomUUID();
        String words = "Zwetschgendatschi" + conversation.toString().substring(0, 8);
        jdbc.update("insert into message (id, direction, channel, lead_id, owner_id, address, state, body_text, created_at)"
                + " values (?, 'INBOUND', 'EMAIL', ?, ?, 'x@example.com', 'RECEIVED', ?, now())", message, lead, campaign,
                words);
        jdbc.update("insert into conversation (id, lead_id, channel, address, last_inbound_id, last_inbound_at,"
                + " last_message_at, preview, created_at, updated_at) values (?, ?, 'EMAIL', 'x@example.com', ?, now(),"
                + " now(), ?, now(), now())", conversation, lead, message, words);
        String list = "/api/v1/conversations?leadId=" + lead;
        String search = "/api/v1/conversations?q=" + words;

        assertThat(preview(colleague, list)).isEqualTo(words);
        assertThat(ids(colleague, search)).containsExactly(conversation.toString());

        hide("campaigns", campaign);

        assertThat(ids(colleague, list)).containsExactly(conversation.toString());
        assertThat(preview(colleague, list)).isEmpty();
        assertThat(get(colleague, "/api/v1/conversations/" + conversation).getBody().path("preview").asText("")).isEmpty();
        assertThat(ids(colleague, search)).isEmpty();
        assertThat(preview(owner, list)).isEqualTo(words);
        assertThat(ids(owner, search)).containsExactly(conversation.toString());
    }

    private String preview(SignedInUser user, String path) {
        JsonNode preview = get(user, path).getBody().at("/content/0/preview");
        return preview.isTextual() ? preview.asText() : "";
    }

    @Test
    void ownerGoesWithTheRow() {
        exchange(owner, HttpMethod.DELETE, "/api/v1/campaigns/" + campaign, null);
        exchange(owner, HttpMethod.DELETE, "/api/v1/lists/" + list, null);

        assertThat(jdbc.queryForObject("select count(*) from ownership where owner_id = ?", Integer.class, owner.id()))
                .isZero();
    }

    @Test
    void whatHasNoOwnerBelongsToEverybodyAndOnlyAdministratorsTakeItAway() {
        jdbc.update("delete from ownership where row_id = ?", campaign);
        String path = "/api/v1/campaigns/" + campaign + "/sharing";

        assertThat(get(colleague, path).getBody().has("owner")).isFalse();
        assertThat(exchange(colleague, HttpMethod.PUT, path, Map.of("sharedWithAll", false))).isEqualTo(403);
        assertThat(exchange(make(Role.ADMINISTRATOR), HttpMethod.PUT, path, Map.of("sharedWithAll", false, "owner",
                named.email()))).isEqualTo(200);
        assertThat(status(colleague, "/api/v1/campaigns/" + campaign)).isEqualTo(404);
        assertThat(status(named, "/api/v1/campaigns/" + campaign)).isEqualTo(200);
        assertThat(status(named, "/api/v1/leads/" + UUID.randomUUID() + "/sharing")).isEqualTo(404);
        assertThat(status(named, "/api/v1/drafts/" + UUID.randomUUID() + "/sharing")).isEqualTo(404);
    }

    @Test
    void eventsHaveOwnersAndAPrivateOneIsNotThereForOthers() {
        UUID event = created(owner, "/api/v1/events", Map.of("name", "Fair " + UUID.randomUUID(), "date", "2026-04-20"));
        assertThat(ids(colleague, "/api/v1/events?size=500")).contains(event.toString());

        hide("events", event);

        assertThat(ids(colleague, "/api/v1/events?size=500")).doesNotContain(event.toString());
        assertThat(ids(owner, "/api/v1/events?size=500")).contains(event.toString());
        for (String part : List.of("", "/leads", "/sharing")) {
            assertThat(status(colleague, "/api/v1/events/" + event + part)).as(part).isEqualTo(404);
        }
        assertThat(exchange(colleague, HttpMethod.POST, "/api/v1/events/" + event + "/list", Map.of("newListName", "Mine")))
                .isEqualTo(404);
        assertThat(exchange(owner, HttpMethod.DELETE, "/api/v1/events/" + event, null)).isEqualTo(204);
        assertThat(jdbc.queryForObject("select count(*) from ownership where row_id = ?", Integer.class, event)).isZero();
    }

    private void hide(String kind, UUID id) {
        assertThat(share(kind, id, Map.of("sharedWithAll", false))).isEqualTo(200);
    }

    private int share(String kind, UUID id, Map<String, Object> change) {
        return exchange(owner, HttpMethod.PUT, "/api/v1/" + kind + "/" + id + "/sharing", change);
    }

    private int patch(SignedInUser user, Map<String, Object> change) {
        return exchange(user, HttpMethod.PATCH, "/api/v1/campaigns/" + campaign, change);
    }

    private SignedInUser make(Role role) {
        return users.create(new NewUser(role.group() + "-" + UUID.randomUUID() + "@cadenza.test", PASSWORD, role));
    }

    private UUID created(SignedInUser user, String path, Object body) {
        return UUID.fromString(as(user).postForObject(path, body, JsonNode.class).get("id").asText());
    }

    private List<String> ids(SignedInUser user, String path) {
        List<String> ids = new ArrayList<>();
        get(user, path).getBody().get("content").forEach(entry -> ids.add(entry.get("id").asText()));
        return ids;
    }

    private ResponseEntity<JsonNode> get(SignedInUser user, String path) {
        return as(user).getForEntity(path, JsonNode.class);
    }

    private int status(SignedInUser user, String path) {
        return as(user).getForEntity(path, String.class).getStatusCode().value();
    }

    private int exchange(SignedInUser user, HttpMethod method, String path, Object body) {
        return as(user).exchange(path, method, new HttpEntity<>(body), String.class).getStatusCode().value();
    }

    private TestRestTemplate as(SignedInUser user) {
        return http.withBasicAuth(user.email(), PASSWORD);
    }
}
