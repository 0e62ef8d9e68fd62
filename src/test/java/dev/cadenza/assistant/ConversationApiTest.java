package dev.cadenza.assistant;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.identity.NewUser;
import dev.cadenza.identity.Role;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.identity.Users;
import dev.cadenza.platform.Person;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.Marketing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Campaigns described in words, without a model. */
@CadenzaTest
class ConversationApiTest {

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
    @Autowired
    RetainedConversations retained;
    @Autowired
    AssistantPersonalData personalData;
    @Autowired
    ConversationStore store;
    @Autowired
    TransactionTemplate transaction;

    SignedInUser user;
    String fair;
    UUID conversation;

    @BeforeEach
    void aFairWithTwoLeads() {
        user = users.create(new NewUser("assistant-" + UUID.randomUUID() + "@cadenza.test", PASSWORD, Role.MARKETER));
        fair = "Fair of " + UUID.randomUUID().toString().substring(0, 8);
        UUID event = expect(201, marketing.post("/api/v1/events", Map.of("name", fair, "date", "2026-04-20"))).id();
        expect(200, marketing.post("/api/v1/events/" + event + "/leads", Map.of("leadIds", marketing.leads(2))));
        conversation = UUID.fromString(post(user, PATH, Map.of()).getBody().get("id").asText());
    }

    @Test
    void aCampaignIsDescribedRefinedAndWrittenAsADraft() {
        JsonNode answer = say("three mails to everyone from the " + fair + ", a week apart, stop when they answer");

        JsonNode plan = answer.at("/metadata/proposal");
        assertThat(plan.at("/audience/kind").asText()).isEqualTo("EVENT");
        assertThat(plan.at("/audience/name").asText()).startsWith(fair);
        assertThat(channels(plan)).containsExactly("EMAIL", "EMAIL", "EMAIL");
        assertThat(delays(plan)).containsExactly("", "PT168H", "PT168H");
        assertThat(answer.at("/metadata/writer").asText()).isEqualTo("GRAMMAR");
        assertThat(answer.at("/metadata/notUnderstood")).isEmpty();
        assertThat(answer.get("content").asText()).contains("2 leads", "Whoever answers");

        assertThat(delays(say("make it two weeks").at("/metadata/proposal"))).containsExactly("", "PT336H", "PT336H");
        plan = say("add an SMS after the second, only on weekdays, from 8 to 12").at("/metadata/proposal");
        assertThat(channels(plan)).containsExactly("EMAIL", "EMAIL", "SMS", "EMAIL");
        assertThat(plan.at("/settings/sendDays")).hasSize(5);
        say("from " + aSender());

        JsonNode written = say("create it");
        UUID campaign = UUID.fromString(written.at("/metadata/campaignId").asText());
        JsonNode stored = get(user, "/api/v1/campaigns/" + campaign).getBody();
        assertThat(stored.get("status").asText()).isEqualTo("DRAFT");
        assertThat(stored.get("conversationId").asText()).isEqualTo(conversation.toString());
        assertThat(stored.get("createdBy").asText()).isEqualTo(user.email());
        assertThat(stored.at("/settings/sendWindowStart").asText()).startsWith("08:00");
        assertThat(stored.at("/steps/2/type").asText()).isEqualTo("SMS");
        assertThat(stored.at("/steps/2/delay").asText()).isEqualTo("PT336H");
        assertThat(get(user, "/api/v1/lists/" + stored.get("listId").asText()
                + "/members").getBody().get("totalElements")
                .asInt()).isEqualTo(2);
        assertThat(get(user, PATH + "/" + conversation).getBody().get("status").asText()).isEqualTo("CREATED");
    }

    @Test
    void tellingItTwiceGivesTheSameCampaign() {
        say("two mails to the " + fair + ", a week apart");
        String campaign = say("create it").at("/metadata/campaignId").asText();

        JsonNode again = say("create it");

        assertThat(again.at("/metadata/campaignId").asText()).isEqualTo(campaign);
        assertThat(again.get("content").asText()).contains("there already");
        assertThat(campaigns()).isOne();
    }

    @Test
    void toldFromTwoPlacesAtOnceItIsStillOne() {
        say("two mails to the " + fair + ", a week apart");

        List<Integer> answers = IntStream.range(0, 6).mapToObj(i -> CompletableFuture.supplyAsync(() -> post(user,
                PATH + "/" + conversation + "/messages", Map.of("content",
                        "create it")).getStatusCode().value())).toList()
                .stream().map(CompletableFuture::join).toList();

        assertThat(answers).contains(201).isSubsetOf(201, 409);
        assertThat(campaigns()).isOne();
        assertThat(jdbc.queryForObject("select count(*) from lead_list where name like ?", Integer.class, "Met at "
                + fair + "%"))
                .isOne();
    }

    @Test
    void aChangedPlanIsWrittenIntoTheSameDraftUnlessAHandHasChangedIt() {
        say("two mails to the " + fair + ", a week apart");
        String campaign = say("create it").at("/metadata/campaignId").asText();
        say("make it two days");
        assertThat(say("create it").at("/metadata/campaignId").asText()).isEqualTo(campaign);
        assertThat(get(user, "/api/v1/campaigns/" + campaign).getBody().at("/steps/1/delay").asText())
                .isEqualTo("PT48H");

        as(user).exchange("/api/v1/campaigns/" + campaign, HttpMethod.PATCH, new HttpEntity<>(Map.of("name",
                "By hand")), String.class);
        say("make it three days");
        assertThat(say("create it").get("content").asText()).contains("by hand");
        assertThat(get(user, "/api/v1/campaigns/" + campaign).getBody().at("/steps/1/delay").asText())
                .isEqualTo("PT48H");
        assertThat(campaigns()).isOne();
    }

    @Test
    void itNeverLaunches() {
        say("one mail to the " + fair);
        JsonNode answer = say("create it and launch it now");

        assertThat(answer.get("content").asText()).contains("never launch");
        String campaign = answer.at("/metadata/campaignId").asText();
        assertThat(get(user, "/api/v1/campaigns/" + campaign).getBody().get("status").asText()).isEqualTo("DRAFT");
        assertThat(say("go live").get("content").asText()).contains("never launch");
        assertThat(get(user, "/api/v1/campaigns/" + campaign).getBody().get("status").asText()).isEqualTo("DRAFT");
    }

    @Test
    void whatIsMissingIsAskedFor() {
        assertThat(say("two mails").at("/metadata/question/about").asText()).isEqualTo("AUDIENCE");
        JsonNode apart = say("to the " + fair);
        assertThat(apart.at("/metadata/question/about").asText()).isEqualTo("SPACING");
        assertThat(say("create it").at("/metadata/campaignId").isMissingNode()).isTrue();
        assertThat(delays(say("four days").at("/metadata/proposal"))).containsExactly("", "PT96H");
        assertThat(say("create it").at("/metadata/campaignId").asText()).isNotEmpty();
    }

    @Test
    void aNameOfSeveralIsAskedBackAndAnsweredByNumberOrName() {
        String name = "Partners " + UUID.randomUUID().toString().substring(0, 8);
        post(user, "/api/v1/lists", Map.of("name", name + " North"));
        post(user, "/api/v1/lists", Map.of("name", name + " South"));

        JsonNode question = say("a mail to the list " + name).at("/metadata/question");
        assertThat(question.get("about").asText()).isEqualTo("AUDIENCE");
        assertThat(question.get("options")).hasSize(2);
        assertThat(say("the second one").at("/metadata/proposal/audience/name").asText())
                .isEqualTo(question.at("/options/1/name").asText());

        say("instead to the list " + name);
        assertThat(say(name + " North").at("/metadata/proposal/audience/name").asText()).isEqualTo(name + " North");
    }

    @Test
    void wordsThatAreNotUnderstoodAreSaid() {
        JsonNode answer = say("a mail to the " + fair + ", with confetti on top");

        assertThat(answer.at("/metadata/notUnderstood").toString()).contains("confetti");
        assertThat(answer.get("content").asText()).contains("I did not understand", "confetti");
        assertThat(channels(answer.at("/metadata/proposal"))).containsExactly("EMAIL");
    }

    @Test
    void listsOfOthersAreNotThere() {
        SignedInUser other = users.create(new NewUser("assistant-" + UUID.randomUUID() + "@cadenza.test", PASSWORD,
                Role.MARKETER));
        String name = "Secret " + UUID.randomUUID();
        String list = post(other, "/api/v1/lists", Map.of("name", name)).getBody().get("id").asText();
        as(other).exchange("/api/v1/lists/" + list + "/sharing", HttpMethod.PUT,
                new HttpEntity<>(Map.of("sharedWithAll", false)), String.class);

        JsonNode answer = say("a mail to the list " + name);

        assertThat(answer.at("/metadata/proposal/audience").isMissingNode()).isTrue();
        assertThat(answer.at("/metadata/question/options").toString()).doesNotContain(list);
    }

    @Test
    void conversationsAreTheirUsersAlone() {
        SignedInUser other = users.create(new NewUser("assistant-" + UUID.randomUUID() + "@cadenza.test", PASSWORD,
                Role.MARKETER));
        SignedInUser analyst = users.create(new NewUser("assistant-" + UUID.randomUUID() + "@cadenza.test", PASSWORD,
                Role.ANALYST));
        SignedInUser boss = users.create(new NewUser("assistant-" + UUID.randomUUID() + "@cadenza.test", PASSWORD,
                Role.ADMINISTRATOR));
        String path = PATH + "/" + conversation;

        assertThat(get(other, path).getStatusCode().value()).isEqualTo(404);
        assertThat(post(other, path + "/messages", Map.of("content", "create it")).getStatusCode().value())
                .isEqualTo(404);
        assertThat(ids(other)).doesNotContain(conversation.toString());
        assertThat(ids(user)).containsExactly(conversation.toString());
        assertThat(get(analyst, path).getStatusCode().value()).isEqualTo(200);
        assertThat(post(analyst, path + "/messages", Map.of("content", "create it")).getStatusCode().value())
                .isEqualTo(403);
        assertThat(post(boss, path + "/messages", Map.of("content", "create it")).getStatusCode().value())
                .isEqualTo(403);
    }

    @Test
    void aDeletedConversationLeavesItsCampaign() {
        say("a mail to the " + fair);
        String campaign = say("create it").at("/metadata/campaignId").asText();

        assertThat(as(user).exchange(PATH + "/" + conversation, HttpMethod.DELETE, null,
                String.class).getStatusCode().value())
                .isEqualTo(204);

        assertThat(get(user, PATH + "/" + conversation).getStatusCode().value()).isEqualTo(404);
        assertThat(get(user, "/api/v1/campaigns/" + campaign).getBody().hasNonNull("conversationId")).isFalse();
        assertThat(jdbc.queryForObject("select count(*) from ownership where row_id = ?", Integer.class,
                conversation)).isZero();
    }

    @Test
    void badMessagesAreRefusedAndChangeNothing() {
        String path = PATH + "/" + conversation + "/messages";
        for (Map<String, String> bad : List.of(Map.<String, String>of(), Map.of("content", "  "),
                Map.of("content", "x".repeat(AssistantDesk.MOST_CHARACTERS + 1)))) {
            ResponseEntity<JsonNode> answer = post(user, path, bad);
            assertThat(answer.getStatusCode().value()).isEqualTo(422);
            assertThat(answer.getBody().at("/errors/0/field").asText()).isEqualTo("content");
        }
        assertThat(post(user, PATH + "/" + UUID.randomUUID() + "/messages", Map.of("content",
                "hello")).getStatusCode().value())
                .isEqualTo(404);
        assertThat(get(user, PATH + "/" + conversation).getBody().get("messages")).isEmpty();
    }

    @Test
    void aTurnThatAProcessTookWithItIsFreeAgainLater() {
        assertThat(store.takeTurn(conversation, Duration.ofMinutes(5))).isPresent();
        assertThat(post(user, PATH + "/" + conversation + "/messages", Map.of("content",
                "hello")).getStatusCode().value())
                .isEqualTo(409);
        jdbc.update("update assistant_conversation set busy_until = busy_until - interval '6 minutes' where id = ?",
                conversation);
        assertThat(say("hello").get("content").asText()).contains("Tell me to whom");
    }

    @Test
    void conversationsAreForgottenAndWhoIsErasedIsNotNamedInThem() {
        String address = "ada-" + UUID.randomUUID() + "@example.com";
        say("a mail to the " + fair + " that says hello to " + address.toUpperCase());
        Person person = new Person(UUID.randomUUID(), Set.of(address), Set.of());
        assertThat(personalData.export(person).get("assistantMessages")).isNotEmpty();

        assertThat(personalData.erase(person)).isPositive();

        assertThat(personalData.export(person).get("assistantMessages")).isEmpty();
        assertThat(get(user, PATH + "/" + conversation).getBody().toString().toLowerCase()).doesNotContain(address);

        jdbc.update("update assistant_conversation set updated_at = '2001-01-01' where id = ?", conversation);
        transaction.executeWithoutResult(status -> retained.remove(Instant.parse("2002-01-01T00:00:00Z"), 100));
        assertThat(get(user, PATH + "/" + conversation).getStatusCode().value()).isEqualTo(404);
    }

    @Test
    void theActivityLogKnowsOfIt() {
        say("a mail to the " + fair);
        JsonNode entries = marketing.get("/api/v1/activities?entityId=" + conversation).body().get("content");
        assertThat(StreamSupport.stream(entries.spliterator(), false).map(entry -> entry.get("action").asText()))
                .contains("conversation_started", "campaign_proposed");
        assertThat(entries.get(0).get("actor").asText()).isEqualTo(user.email());
    }

    private String aSender() {
        UUID sender = marketing.aSender();
        return jdbc.queryForObject("select email from sender_account where id = ?", String.class, sender);
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

    private static List<String> channels(JsonNode plan) {
        List<String> channels = new ArrayList<>();
        plan.get("steps").forEach(step -> channels.add(step.get("channel").asText()));
        return channels;
    }

    private static List<String> delays(JsonNode plan) {
        List<String> delays = new ArrayList<>();
        plan.get("steps").forEach(step -> delays.add(step.hasNonNull("delay") ? step.get("delay").asText() : ""));
        return delays;
    }

    private List<String> ids(SignedInUser reader) {
        List<String> ids = new ArrayList<>();
        get(reader, PATH + "?size=500").getBody().get("content").forEach(entry -> ids.add(entry.get("id").asText()));
        return ids;
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
