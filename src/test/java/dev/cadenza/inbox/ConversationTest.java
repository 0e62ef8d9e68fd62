package dev.cadenza.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.TestChannels;
import dev.cadenza.message.Suppressions;
import dev.cadenza.platform.Person;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The inbox over its API, and the task "Answer reply". */
@CadenzaTest
class ConversationTest {

    private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime() % 1_000_000);

    @Autowired
    InboundTexts texts;

    @Autowired
    TestChannels channels;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    Marketing marketing;

    @Autowired
    TaskService tasks;

    @Autowired
    RuntimeService runtime;

    @Autowired
    HistoryService history;

    @Autowired
    ConversationPersonalData personal;

    @Autowired
    Suppressions suppressions;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    TestClock clock;

    private String phone;
    private String word;

    @BeforeEach
    void somebody() {
        phone = "+1415" + (2_000_000 + NUMBER.incrementAndGet() % 7_000_000);
        word = "ladder" + UUID.randomUUID().toString().replace("-", "");
    }

    private UUID channel(ChannelType type) {
        return channels.add("twilio", type, Map.of("accountSid", "AC00000000000000000000000000000000", "from",
                "+15550001111"), Map.of("authToken", "t"));
    }

    private void write(ChannelType type, UUID channel, String text) {
        transaction.executeWithoutResult(status -> texts.receive(new InboundText(type, channel, phone, "+15550001111",
                "Ada Lovelace", text, List.of(), UUID.randomUUID().toString(), null, null, true, clock.instant(),
                Map.of())));
    }

    private String conversation() {
        return jdbc.queryForObject("select id from conversation where address = ?", String.class, phone);
    }

    private JsonNode show(String id) {
        return Marketing.expect(200, marketing.get("/api/v1/conversations/" + id)).body();
    }

    private Task task(String conversation) {
        return tasks.createTaskQuery().processInstanceBusinessKey(conversation).singleResult();
    }

    private JsonNode find(String query) {
        return Marketing.expect(200, marketing.get("/api/v1/conversations?" + query)).body();
    }

    @Test
    void conversationsAreFoundByWordsChannelAssigneeAndWhetherTheyWereRead() {
        write(ChannelType.SMS, channel(ChannelType.SMS), "Do you sell a " + word + " of wood?");
        String id = conversation();
        assertThat(find("q=" + word).get("content").findValuesAsText("id")).containsExactly(id);
        assertThat(find("q=" + word.substring(0, 20)).get("totalElements").asInt()).isEqualTo(1);
        assertThat(find("q=wood%20" + word).get("totalElements").asInt()).isEqualTo(1);
        assertThat(find("q=" + word + "%20plastic").get("totalElements").asInt()).isZero();
        assertThat(find("q=" + phone.substring(2)).get("totalElements").asInt()).isEqualTo(1);
        assertThat(find("q=%25%27%3A%28%26%7C%21%5C").get("totalElements").asInt()).isZero();
        assertThat(find("channel=SMS&unread=true&needsAnswer=true&status=OPEN&assignedTo=nobody&q=" + word)
                .get("totalElements").asInt()).isEqualTo(1);
        assertThat(find("channel=WHATSAPP&q=" + word).get("totalElements").asInt()).isZero();
        assertThat(Marketing.expect(200, marketing.post("/api/v1/conversations/" + id + "/read", Map.of())).body()
                .get("unread").asInt()).isZero();
        assertThat(find("unread=true&q=" + word).get("totalElements").asInt()).isZero();
        Marketing.expect(200, marketing.post("/api/v1/conversations/" + id + "/assign", Map.of("assignedTo", "me")));
        assertThat(find("assignedTo=me&q=" + word).get("totalElements").asInt()).isEqualTo(1);
        assertThat(find("assignedTo=admin@cadenza.test&q=" + word).get("totalElements").asInt()).isEqualTo(1);
        assertThat(task(id).getAssignee()).isEqualTo("admin@cadenza.test");
        Map<String, Object> nobody = new HashMap<>();
        nobody.put("assignedTo", null);
        Marketing.expect(200, marketing.post("/api/v1/conversations/" + id + "/assign", nobody));
        assertThat(task(id).getAssignee()).isNull();
        assertThat(marketing.post("/api/v1/conversations/" + id + "/assign", Map.of("assignedTo", "x@y.zz")).status())
                .isEqualTo(422);
    }

    @Test
    void whatNoDatabaseStoresIsLeftOutOfAMessage() {
        UUID channel = channel(ChannelType.SMS);
        transaction.executeWithoutResult(status -> texts.receive(new InboundText(ChannelType.SMS, channel, phone,
                "+15550001111", "Ada\0", "A\0 " + word, List.of(new InboundText.Media("https://x.example/\0", "image\0")),
                UUID.randomUUID().toString(), null, null, true, clock.instant(), Map.of("button", "\0yes"))));

        assertThat(show(conversation()).get("preview").asText()).isEqualTo("A " + word);
    }

    @Test
    void anAnswerGoesThroughTheOutboxAndEndsTheTask() {
        UUID channel = channel(ChannelType.SMS);
        write(ChannelType.SMS, channel, "How much is a " + word + "?");
        write(ChannelType.SMS, channel, "And two of them?");
        String id = conversation();
        Task task = task(id);
        assertThat(task.getName()).isEqualTo("Answer reply from Ada Lovelace");
        Marketing.Answer answer = Marketing.expect(201, marketing.post("/api/v1/conversations/" + id + "/answer",
                Map.of("text", "Ten each.")));
        assertThat(answer.body().get("needsAnswer").asBoolean()).isFalse();
        assertThat(answer.body().get("unread").asInt()).isZero();
        UUID message = UUID.fromString(answer.location().substring(answer.location().lastIndexOf('/') + 1));
        assertThat(jdbc.queryForMap("select * from message where id = ?", message)).containsEntry("state", "QUEUED")
                .containsEntry("channel", "SMS").containsEntry("address", phone).containsEntry("body_text", "Ten each.")
                .containsEntry("sender_account_id", channel);
        assertThat(task(id)).isNull();
        JsonNode thread = marketing.get("/api/v1/conversations/" + id + "/messages").body().get("content");
        assertThat(thread.findValuesAsText("text")).containsExactly("How much is a " + word + "?", "And two of them?",
                "Ten each.");
        assertThat(marketing.get("/api/v1/conversations/" + id + "/messages?newestFirst=true").body().get("content")
                .get(0).get("text").asText()).isEqualTo("Ten each.");
        write(ChannelType.SMS, channel, "Thank you");
        assertThat(task(id)).isNotNull();
    }

    @Test
    void outsideTheWindowTheRuleIsNamed() {
        UUID channel = channel(ChannelType.WHATSAPP);
        write(ChannelType.WHATSAPP, channel, "Hello " + word);
        String id = conversation();
        clock.advance(Duration.ofHours(25));
        Marketing.Answer refused = marketing.post("/api/v1/conversations/" + id + "/answer", Map.of("text", "Hi"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().get("type").asText()).isEqualTo("urn:cadenza:problem:window-closed");
        JsonNode answering = show(id).get("answering");
        assertThat(answering.get("allowed").asBoolean()).isFalse();
        assertThat(answering.get("rule").asText()).isEqualTo("window-closed");
        assertThat(answering.get("template").asBoolean()).isTrue();
        Marketing.expect(201, marketing.post("/api/v1/conversations/" + id + "/answer", Map.of("contentSid",
                "HX0123456789", "contentVariables", Map.of("1", "Ada"))));
        assertThat(jdbc.queryForObject("select content_template ->> 'sid' from message where address = ?"
                + " and direction = 'OUTBOUND'", String.class, phone)).isEqualTo("HX0123456789");
    }

    @Test
    void suppressedPeopleGetNoAnswer() {
        write(ChannelType.SMS, channel(ChannelType.SMS), "Hello " + word);
        suppressions.add(ChannelType.SMS, phone, Suppressions.Reason.MANUAL, null, null);
        Marketing.Answer refused = marketing.post("/api/v1/conversations/" + conversation() + "/answer",
                Map.of("text", "Hi"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().get("type").asText()).isEqualTo("urn:cadenza:problem:suppressed");
    }

    @Test
    void badAnswersNameTheirFieldAndChangeNothing() {
        write(ChannelType.SMS, channel(ChannelType.SMS), "Hello " + word);
        String id = conversation();
        assertThat(marketing.post("/api/v1/conversations/" + id + "/answer", Map.of()).status()).isEqualTo(422);
        assertThat(marketing.post("/api/v1/conversations/" + id + "/answer", Map.of("text", "x".repeat(1601)))
                .body().get("errors").get(0).get("code").asText()).isEqualTo("too-long");
        assertThat(marketing.post("/api/v1/conversations/" + id + "/answer", List.of(1)).status())
                .isBetween(400, 422);
        assertThat(marketing.post("/api/v1/conversations/" + UUID.randomUUID() + "/answer", Map.of("text", "x"))
                .status()).isEqualTo(404);
        assertThat(show(id).get("needsAnswer").asBoolean()).isTrue();
    }

    @Test
    void aClosedConversationOpensAgainWhenSomebodyWrites() {
        UUID channel = channel(ChannelType.SMS);
        write(ChannelType.SMS, channel, "Hello " + word);
        String id = conversation();
        JsonNode closed = Marketing.expect(200, marketing.post("/api/v1/conversations/" + id + "/close", Map.of()))
                .body();
        assertThat(closed.get("status").asText()).isEqualTo("CLOSED");
        assertThat(closed.get("closedBy").asText()).isEqualTo("admin@cadenza.test");
        assertThat(task(id)).isNull();
        assertThat(marketing.post("/api/v1/conversations/" + id + "/close", Map.of()).status()).isEqualTo(409);
        write(ChannelType.SMS, channel, "Still there?");
        assertThat(show(id).get("status").asText()).isEqualTo("OPEN");
        assertThat(task(id)).isNotNull();
    }

    @Test
    void thePersonWhoCompletesTheTaskAnswersInTheSameMoment() {
        write(ChannelType.SMS, channel(ChannelType.SMS), "Hello " + word);
        String id = conversation();
        tasks.claim(task(id).getId(), "marco@cadenza.test");
        assertThat(show(id).get("assignedTo").asText()).isEqualTo("marco@cadenza.test");
        Marketing.expect(204, marketing.call(HttpMethod.PUT,
                "/api/v1/conversations/" + id + "/draft", Map.of("text", "A draft of an answer")));
        assertThat(show(id).get("draft").asText()).isEqualTo("A draft of an answer");
        tasks.complete(task(id).getId(), Map.of("answerDecision", "ANSWER"));
        assertThat(jdbc.queryForList("select body_text from message where address = ? and direction = 'OUTBOUND'",
                String.class, phone)).containsExactly("A draft of an answer");
        assertThat(show(id).has("draft")).isFalse();
        assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(id).count()).isZero();
    }

    @Test
    void aTaskWhoseAnswerIsForbiddenStaysOpenAndMayEndWithoutOne() {
        write(ChannelType.WHATSAPP, channel(ChannelType.WHATSAPP), "Hello " + word);
        String id = conversation();
        clock.advance(Duration.ofDays(2));
        String task = task(id).getId();
        assertThatThrownBy(() -> tasks.complete(task, Map.of("answerDecision", "ANSWER", "answerText", "Hi")))
                .hasStackTraceContaining("24 hours");
        assertThat(task(id)).isNotNull();
        assertThat(show(id).get("needsAnswer").asBoolean()).isTrue();
        tasks.complete(task, Map.of("answerDecision", "NONE"));
        assertThat(show(id).get("needsAnswer").asBoolean()).isFalse();
        assertThat(task(id)).isNull();
    }

    @Test
    void whoIsErasedLeavesNoConversationAndNoTask() {
        UUID channel = channel(ChannelType.SMS);
        write(ChannelType.SMS, channel, "Hello " + word);
        String id = conversation();
        UUID lead = jdbc.queryForObject("select lead_id from conversation where address = ?", UUID.class, phone);
        tasks.complete(task(id).getId(), Map.of("answerDecision", "NONE"));
        write(ChannelType.SMS, channel, "Still there?");
        Person person = new Person(lead, Set.of(), Set.of(phone));
        assertThat(personal.export(person).get("conversations")).hasSize(1);
        transaction.executeWithoutResult(status -> personal.erase(person));
        assertThat(find("leadId=" + lead).get("totalElements").asInt()).isZero();
        assertThat(task(id)).isNull();
        assertThat(history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(id).count()).isZero();
    }

    @Test
    void somebodyMayWriteFirst() {
        UUID lead = marketing.leads(1).get(0);
        marketing.aSender();
        Marketing.Answer opened = Marketing.expect(201, marketing.post("/api/v1/conversations", Map.of("leadId", lead,
                "channel", "EMAIL")));
        String id = opened.body().get("id").asText();
        assertThat(opened.location()).endsWith(id);
        Marketing.expect(201, marketing.post("/api/v1/conversations/" + id + "/answer", Map.of("text", "Hello",
                "subject", "A question")));
        assertThat(jdbc.queryForMap("select subject, body_text, channel from message where lead_id = ?", lead))
                .containsEntry("subject", "A question").containsEntry("body_text", "Hello")
                .containsEntry("channel", "EMAIL");
        assertThat(marketing.post("/api/v1/conversations", Map.of("leadId", lead, "channel", "SMS")).status())
                .isEqualTo(422);
        assertThat(marketing.post("/api/v1/conversations", Map.of()).status()).isEqualTo(422);
    }
}
