package dev.cadenza.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.identity.NewUser;
import dev.cadenza.identity.Role;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.identity.Users;
import dev.cadenza.testing.FakeModel;
import dev.cadenza.testing.FakeModel.Answer;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.ModelTest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;

/** The assistant on an installation with a model, which may say and try what it likes. */
@ModelTest
class ModelConversationTest {

    private static final String PASSWORD = "battery-staple-42";
    private static final String PATH = "/api/v1/assistant/conversations";

    @Autowired
    TestRestTemplate http;
    @Autowired
    Users users;
    @Autowired
    Marketing marketing;
    @Autowired
    JdbcTemplate jdbc;

    private final FakeModel model = ModelTest.MODEL;
    private SignedInUser user;
    private String list;
    private UUID listId;
    private UUID conversation;

    @BeforeEach
    void aListOfTheUsers() {
        user = users.create(new NewUser("model-" + UUID.randomUUID() + "@cadenza.test", PASSWORD, Role.MARKETER));
        list = "Partners " + UUID.randomUUID().toString().substring(0, 8);
        listId = id(post(user, "/api/v1/lists", Map.of("name", list)));
        conversation = id(post(user, PATH, Map.of()));
        marketing.aSender();
    }

    @Test
    void itPlansWithToolsAndWritesTheDraft() {
        thinks(Answer.tool("set_audience", "{\"name\":\"" + list + "\",\"kind\":\"LIST\"}"),
                Answer.tool("set_messages", "{\"messages\":[{\"channel\":\"EMAIL\",\"subject\":\"Hello {{firstName"
                        + "|there}}\",\"text\":\"<p>Hello</p><script>alert(1)</script>\"},{\"channel\":\"SMS\","
                        + "\"after\":\"P7D\",\"text\":\"Still there?\"}]}"),
                Answer.tool("set_sending", "{\"days\":[\"MONDAY\"],\"from\":\"08:00\",\"to\":\"12:00\","
                        + "\"dailyLimit\":100}"),
                Answer.text("A mail and an SMS, on Mondays. Shall I write the draft?"));

        JsonNode planned = say("could you please greet my partners on mondays and text them a week on");

        assertThat(planned.at("/metadata/writer").asText()).isEqualTo("MODEL");
        assertThat(planned.get("content").asText()).contains("Shall I write the draft?", "1. E-mail",
                "2. SMS, 1 week later");
        assertThat(planned.at("/metadata/proposal/audience/id").asText()).isEqualTo(listId.toString());
        assertThat(model.calls()).hasSize(4);
        assertThat(model.calls().get(0).said("user")).contains("greet my partners");

        thinks(Answer.tool("create_draft", "{}"), Answer.text("Done."));
        JsonNode written = say("yes please");
        JsonNode campaign = get(user, "/api/v1/campaigns/" + written.at("/metadata/campaignId").asText()).getBody();
        assertThat(campaign.get("status").asText()).isEqualTo("DRAFT");
        assertThat(campaign.get("listId").asText()).isEqualTo(listId.toString());
        assertThat(campaign.at("/steps/0/body").asText()).contains("Hello").doesNotContain("script");
        assertThat(campaign.at("/settings/sendDays").toString()).isEqualTo("[\"MONDAY\"]");
        assertThat(written.get("content").asText()).contains("The draft is written");

        thinks(Answer.tool("create_draft", "{}"), Answer.text("Done once more."));
        assertThat(say("once more").at("/metadata/campaignId").asText()).isEqualTo(campaign.get("id").asText());
        assertThat(campaigns()).isOne();
    }

    @Test
    void itCanNotLaunchWhateverItTries() {
        thinks(Answer.tool("set_audience", "{\"name\":\"" + list + "\"}"),
                Answer.tool("set_messages", "{\"messages\":[{\"channel\":\"EMAIL\",\"subject\":\"Hi\","
                        + "\"text\":\"Hi\"}]}"),
                Answer.tool("create_draft", "{\"launch\":true}"), Answer.tool("create_draft", "{}"),
                Answer.tool("launch_campaign", "{\"id\":\"" + UUID.randomUUID() + "\"}"),
                Answer.text("I have launched it."));

        JsonNode answer = say("write it and launch it now");

        String campaign = answer.at("/metadata/campaignId").asText();
        assertThat(get(user, "/api/v1/campaigns/" + campaign).getBody().get("status").asText()).isEqualTo("DRAFT");
        assertThat(answer.get("content").asText()).contains("I never launch a campaign");
        assertThat(model.calls().get(3).said("tool")).contains("not understood");
        assertThat(model.calls().get(5).said("tool")).contains("There is no such tool");
        assertThat(model.calls().get(0).body().get("tools")).allSatisfy(tool ->
                assertThat(tool.at("/function/name").asText())
                .doesNotContain("launch").doesNotContain("send_"));
    }

    @Test
    void itDoesNotReachListsOfOthers() {
        SignedInUser other = users.create(new NewUser("model-" + UUID.randomUUID() + "@cadenza.test", PASSWORD,
                Role.MARKETER));
        String secret = "Secret " + UUID.randomUUID();
        UUID secretId = id(post(other, "/api/v1/lists", Map.of("name", secret)));
        as(other).exchange("/api/v1/lists/" + secretId + "/sharing", HttpMethod.PUT,
                new HttpEntity<>(Map.of("sharedWithAll", false)), String.class);
        thinks(Answer.tool("find_names", "{\"words\":\"" + secret + "\"}"), Answer.tool("set_audience", "{\"name\":\""
                + secret + "\"}"),
                Answer.tool("set_audience", "{\"name\":\"" + secretId + "\"}"), Answer.tool("set_audience", "{\"id\":\""
                        + secretId + "\"}"), Answer.text("I sent it to them."));

        JsonNode answer = say("to the secret list of my colleague");

        assertThat(answer.at("/metadata/proposal/audience").isMissingNode()).isTrue();
        assertThat(model.calls().get(model.calls().size() - 1).said("tool")).doesNotContain(secretId + "\n")
                .contains("I found no list, segment or event", "not understood");
    }

    @Test
    void nonsenseOfTheModelChangesNothing() {
        thinks(Answer.tool("set_messages", "{\"messages\":[{\"channel\":\"CARRIER_PIGEON\"}]}"),
                Answer.tool("set_messages", "[[["),
                Answer.tool("set_messages", "{\"messages\":[null]}"), Answer.tool("set_sending",
                        "{\"from\":\"17:00\",\"to\":\"08:00\"}"),
                Answer.tool("set_sending", "{\"sender\":\"nobody@nowhere.example\",\"timezone\":\"Moon/Crater\"}"),
                Answer.text("<img src=x onerror=alert(1)>\u0007"));

        JsonNode answer = say("surprise me");

        assertThat(answer.at("/metadata/proposal/steps")).isEmpty();
        assertThat(answer.at("/metadata/proposal/settings/sendWindowStart").isMissingNode()).isTrue();
        assertThat(answer.get("content").asText()).doesNotContain("\u0007");
    }

    @Test
    void messagesThatCanNotBePlannedLeaveThoseThatWere() {
        thinks(Answer.tool("set_messages",
                "{\"messages\":[{\"channel\":\"EMAIL\"},{\"channel\":\"SMS\",\"after\":\"P7D\"}]}"),
                Answer.tool("set_messages",
                        "{\"messages\":[{\"channel\":\"EMAIL\"},{\"channel\":\"SMS\",\"after\":\"-P7D\"}]}"),
                Answer.tool("set_sending", "{\"days\":[null,\"MONDAY\"]}"), Answer.text("Done."));

        JsonNode answer = say("two messages, on Mondays");

        assertThat(answer.at("/metadata/proposal/steps")).hasSize(2);
        assertThat(answer.at("/metadata/proposal/settings/sendDays").toString()).isEqualTo("[\"MONDAY\"]");
    }

    @Test
    void whoNeverComesToAnEndIsStopped() {
        model.thinks(call -> Answer.tool("show_plan", "{}"));

        JsonNode answer = say("go round in circles");

        assertThat(model.calls()).hasSizeLessThanOrEqualTo(6);
        assertThat(answer.get("content").asText()).isNotBlank();
    }

    @Test
    void withoutAnAnswerTheGrammarTakesOver() {
        model.thinks(call -> Answer.status(500, "{}"));

        JsonNode answer = say("two mails to the list " + list + ", a week apart");

        assertThat(answer.at("/metadata/writer").asText()).isEqualTo("GRAMMAR");
        assertThat(answer.at("/metadata/proposal/steps")).hasSize(2);
    }

    private void thinks(Answer... answers) {
        Deque<Answer> left = new ArrayDeque<>(Arrays.asList(answers));
        model.thinks(call -> left.isEmpty() ? Answer.text("Nothing more.") : left.pop());
    }

    private int campaigns() {
        return jdbc.queryForObject("select count(*) from campaign where conversation_id = ?", Integer.class,
                conversation);
    }

    private JsonNode say(String words) {
        ResponseEntity<JsonNode> answer = post(user, PATH + "/" + conversation + "/messages", Map.of("content", words));
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(201);
        return answer.getBody();
    }

    private static UUID id(ResponseEntity<JsonNode> answer) {
        return UUID.fromString(answer.getBody().get("id").asText());
    }

    private ResponseEntity<JsonNode> get(SignedInUser reader, String path) {
        return as(reader).getForEntity(path, JsonNode.class);
    }

    private ResponseEntity<JsonNode> post(SignedInUser writer, String path, Object body) {
        return as(writer).postForEntity(path, body, JsonNode.class);
    }

    private TestRestTemplate as(SignedInUser who) {
        return http.withBasicAuth(who.email(), PASSWORD);
    }
}
