package dev.cadenza.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.inbox.Inbox;
import dev.cadenza.message.MessageEvents.Replied;
import dev.cadenza.message.MessageEvents.Unsubscribed;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** Twilio, Meta and Inbound Parse: statuses, and what people write. */
@CadenzaTest
@RecordApplicationEvents
class InboundHookTest {

    @Autowired
    HookFixture fixture;

    @Autowired
    HookApplier applier;

    @Autowired
    Inbox inbox;

    @Autowired
    TestClock clock;

    @Autowired
    Marketing marketing;

    @Autowired
    ApplicationEvents events;

    private Instant now;
    private String phone;
    private Posts posts;

    @BeforeEach
    void start() {
        now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        phone = HookFixture.phone();
        posts = fixture.posts();
    }

    // ---- Twilio

    private Map<String, String> status(String sid, String status, String... more) {
        Map<String, String> form = new LinkedHashMap<>(Map.of("MessageSid", sid, "SmsSid", sid, "MessageStatus", status,
                "SmsStatus", status, "To", phone, "From", "+15550001111", "AccountSid", "AC1", "NewField", "x y&z=ä"));
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return form;
    }

    @Test
    void aStatusThatNamesOurMessageSettlesItAndMovesUpOnly() throws Exception {
        UUID channel = fixture.twilio(ChannelType.SMS);
        UUID lead = fixture.lead(ChannelType.SMS, phone);
        UUID message = fixture.message(ChannelType.SMS, lead, phone, "UNKNOWN", null, now.minusSeconds(60));
        String path = "/hooks/twilio/" + channel + "/status?m=" + message;
        assertThat(posts.twilio(path, status("SM1" + lead, "delivered")).statusCode()).isEqualTo(204);
        assertThat(posts.twilio(path, status("SM1" + lead, "sent")).statusCode()).isEqualTo(204);
        assertThat(posts.twilio(path, status("SM1" + lead, "undelivered", "ErrorCode", "30003")).statusCode())
                .isEqualTo(204);
        fixture.applyAll();
        assertThat(fixture.row(message)).containsEntry("state", "SENT").containsEntry("attention", false);
        assertThat(fixture.time(message, "delivered_at")).isEqualTo(now);
    }

    @Test
    void aStatusWithoutOurIdIsMatchedByNumberAndSid() throws Exception {
        UUID channel = fixture.twilio(ChannelType.SMS);
        UUID lead = fixture.lead(ChannelType.SMS, phone);
        UUID message = fixture.message(ChannelType.SMS, lead, phone, "SENT", "SM2" + lead, now.minusSeconds(60));
        posts.twilio("/hooks/twilio/" + channel + "/status", status("SM2" + lead, "delivered"));
        fixture.applyAll();
        assertThat(fixture.time(message, "delivered_at")).isEqualTo(now);
    }

    @ParameterizedTest
    @CsvSource({"30003, FAILED, ''", "30005, BOUNCED, BOUNCED", "21610, FAILED, UNSUBSCRIBED"})
    void whatTwiliosErrorsMean(String code, String state, String suppression) throws Exception {
        UUID channel = fixture.twilio(ChannelType.SMS);
        UUID lead = fixture.lead(ChannelType.SMS, phone);
        UUID message = fixture.message(ChannelType.SMS, lead, phone, "SENT", null, now.minusSeconds(60));
        posts.twilio("/hooks/twilio/" + channel + "/status?m=" + message, status("SM3" + lead, "undelivered",
                "ErrorCode", code));
        fixture.applyAll();
        assertThat(fixture.state(message)).isEqualTo(state);
        assertThat(suppression.isEmpty() || fixture.suppressed(ChannelType.SMS, phone, suppression)).isTrue();
    }

    @Test
    void aWrongTwilioSignatureGets403AndChangesNothing() throws Exception {
        UUID channel = fixture.twilio(ChannelType.SMS);
        String path = "/hooks/twilio/" + channel + "/status";
        Map<String, String> form = status("SM4" + channel, "delivered");
        assertThat(posts.twilio(path, form, "x").statusCode()).isEqualTo(403);
        assertThat(posts.twilio(path + "?m=" + channel, form, Posts.twilioSignature(
                "http://localhost:8080" + path, form)).statusCode()).isEqualTo(403);
        assertThat(posts.twilio(path, form, Posts.twilioSignature("https://evil.example" + path, form)).statusCode())
                .isEqualTo(403);
        assertThat(fixture.events(channel)).isZero();
    }

    private Map<String, String> text(String sid, String body, String... more) {
        Map<String, String> form = new LinkedHashMap<>(Map.of("MessageSid", sid, "From", phone, "To", "+15550001111",
                "Body", body, "NumMedia", "0", "AccountSid", "AC1"));
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return form;
    }

    private void written(UUID channel, Map<String, String> form) throws Exception {
        var answer = posts.twilio("/hooks/twilio/" + channel + "/inbound", form);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(type ->
                assertThat(type).startsWith("text/xml"));
        assertThat(answer.body()).endsWith("<Response/>");
        fixture.applyAll();
    }

    @Test
    void anSmsJoinsTheConversationAndReachesTheJourneyOnce() throws Exception {
        UUID channel = fixture.twilio(ChannelType.SMS);
        UUID lead = fixture.lead(ChannelType.SMS, phone);
        UUID message = fixture.message(ChannelType.SMS, lead, phone, "SENT", null, now.minusSeconds(60));
        written(channel, text("SM5" + lead, " Yes, call me  "));
        written(channel, text("SM5" + lead, " Yes, call me  "));
        assertThat(events.stream(Replied.class).filter(e -> e.leadId().equals(lead))).singleElement().satisfies(e ->
                assertThat(e.enrollmentId()).isEqualTo(fixture.row(message).get("enrollment_id")));
        JsonNode conversation = conversation(lead);
        assertThat(conversation.get("channel").asText()).isEqualTo("SMS");
        assertThat(conversation.get("unread").asInt()).isEqualTo(1);
        assertThat(conversation.get("needsAnswer").asBoolean()).isTrue();
        assertThat(conversation.get("address").asText()).isEqualTo(phone);
        assertThat(conversation.get("ourAddress").asText()).isEqualTo("+15550001111");
        JsonNode thread = marketing.get("/api/v1/conversations/" + conversation.get("id").asText() + "/messages")
                .body().get("content");
        assertThat(thread).hasSize(2);
        assertThat(thread.get(0).get("direction").asText()).isEqualTo("OUTBOUND");
        assertThat(thread.get(1).get("text").asText()).isEqualTo(" Yes, call me  ");
        assertThat(thread.get(1).get("providerId").asText()).isEqualTo("SM5" + lead);
    }

    @Test
    void whoIsNotKnownBecomesALeadOfThisChannel() throws Exception {
        UUID channel = fixture.twilio(ChannelType.WHATSAPP);
        written(channel, text("SM6" + channel, "Hello?", "From", "whatsapp:" + phone, "To", "whatsapp:+15550001111",
                "ProfileName", "Grace Brewster Hopper", "NumMedia", "1", "MediaUrl0", "https://media.example/1",
                "MediaContentType0", "image/jpeg", "WaId", phone.substring(1)));
        Map<String, Object> lead = fixture.jdbc.queryForMap("select * from lead where phone = ?", phone);
        assertThat(lead).containsEntry("source", "whatsapp").containsEntry("first_name", "Grace")
                .containsEntry("last_name", "Brewster Hopper");
        assertThat(fixture.jdbc.queryForList("select key || ' ' || (payload ->> 'channel') from lead_event"
                + " where lead_id = ? and kind = 'KEYWORD'", String.class, lead.get("id")))
                .containsExactly("hello WHATSAPP");
        JsonNode conversation = conversation((UUID) lead.get("id"));
        assertThat(conversation.get("answering").get("allowed").asBoolean()).isTrue();
        assertThat(Instant.parse(conversation.get("answering").get("windowEndsAt").asText()))
                .isEqualTo(now.plus(Duration.ofHours(24)));
        JsonNode message = marketing.get("/api/v1/conversations/" + conversation.get("id").asText() + "/messages")
                .body().get("content").get(0);
        assertThat(message.get("metadata").get("media").get(0).get("url").asText())
                .isEqualTo("https://media.example/1");
        assertThat(message.get("metadata").get("WaId").asText()).isEqualTo(phone.substring(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Demo, please|demo", "  \u201cDEMO\u201d!|demo", "#Demo24|demo24",
        "\u0921\u0947\u092e\u094b|\u0921\u0947\u092e\u094b", "cafe\u0301 now|caf\u00e9", "opt-in|opt-in", "\u2764 !!|"})
    void theFirstWordIsAKeyword(String written, String keyword) throws Exception {
        UUID channel = fixture.twilio(ChannelType.SMS);
        written(channel, text("SMK" + UUID.randomUUID(), written));
        assertThat(fixture.jdbc.queryForList("select e.key from lead_event e join lead l on l.id = e.lead_id"
                + " where l.phone = ? and e.kind = 'KEYWORD'", String.class, phone))
                .isEqualTo(keyword == null ? List.of() : List.of(keyword));
    }

    @Test
    void twoFirstMessagesAtTheSameMomentMakeOneLead() throws Exception {
        UUID channel = fixture.twilio(ChannelType.SMS);
        for (int i = 0; i < 8; i++) {
            posts.twilio("/hooks/twilio/" + channel + "/inbound", text("SM7" + i + channel, "Hello " + i));
        }
        fixture.jdbc.update("update hook_todo set retry_at = retry_at - interval '1 day' where event_id in"
                + " (select id from hook_event where channel_config_id = ?)", channel);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Callable<Integer>> turns = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            turns.add(applier::applyDue);
        }
        threads.invokeAll(turns);
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        fixture.applyAll();
        assertThat(fixture.count("select count(*) from lead where phone = ?", phone)).isEqualTo(1);
        assertThat(fixture.count("select count(*) from message where address = ? and direction = 'INBOUND'", phone))
                .isEqualTo(8);
        assertThat(fixture.count("select unread from conversation where address = ?", phone)).isEqualTo(8);
    }

    @Test
    void stopAndStartAreWordsAndSentencesAreNot() throws Exception {
        UUID channel = fixture.twilio(ChannelType.SMS);
        UUID lead = fixture.lead(ChannelType.SMS, phone);
        fixture.message(ChannelType.SMS, lead, phone, "SENT", null, now.minusSeconds(60));
        written(channel, text("SM80" + lead, "Please stop calling it a ladder"));
        assertThat(fixture.suppressed(ChannelType.SMS, phone, "UNSUBSCRIBED")).isFalse();
        written(channel, text("SM81" + lead, " Stop! "));
        assertThat(fixture.suppressed(ChannelType.SMS, phone, "UNSUBSCRIBED")).isTrue();
        assertThat(events.stream(Unsubscribed.class).filter(e -> phone.equals(e.address()))).hasSize(1);
        clock.advance(Duration.ofMinutes(1));
        written(channel, text("SM82" + lead, "START"));
        assertThat(fixture.suppressed(ChannelType.SMS, phone, "UNSUBSCRIBED")).isFalse();
        long replies = events.stream(Replied.class).filter(e -> e.leadId().equals(lead)).count();
        written(channel, text("SM83" + lead, "yes"));
        assertThat(events.stream(Replied.class).filter(e -> e.leadId().equals(lead))).hasSize((int) replies + 1);
    }

    @Test
    void aShortCodeIsNoPersonAndIsKeptForOne() throws Exception {
        UUID channel = fixture.twilio(ChannelType.SMS);
        written(channel, text("SM9" + channel, "Your code", "From", "12345"));
        assertThat(fixture.todo(channel)).singleElement().satisfies(todo ->
                assertThat(todo).containsEntry("status", "UNMATCHED"));
    }

    // ---- Meta

    private String meta(String object, String messaging) {
        return "{\"object\":\"" + object + "\",\"entry\":[{\"id\":\"4711\",\"time\":1,\"messaging\":[" + messaging
                + "]}]}";
    }

    private String message(String person, String mid, String more) {
        return "{\"sender\":{\"id\":\"" + person + "\"},\"recipient\":{\"id\":\"4711\"},\"timestamp\":"
                + now.toEpochMilli() + ",\"message\":{\"mid\":\"" + mid + "\"" + more + "}}";
    }

    @Test
    void metaVerifiesTheAddressByAWord() throws Exception {
        UUID channel = fixture.meta(ChannelType.MESSENGER);
        String path = "/hooks/meta/" + channel + "?hub.mode=subscribe&hub.challenge=11<58&hub.verify_token=";
        path = path.replace("<", "%3C");
        assertThat(posts.get(path + Posts.VERIFY_TOKEN)).satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("11<58");
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        });
        assertThat(posts.get(path + "wrong").statusCode()).isEqualTo(403);
        assertThat(posts.get("/hooks/meta/" + channel).statusCode()).isEqualTo(403);
    }

    @Test
    void aWrongMetaSignatureGets403AndChangesNothing() throws Exception {
        UUID channel = fixture.meta(ChannelType.MESSENGER);
        String body = meta("page", message("p" + channel, "m1", ",\"text\":\"Hi\""));
        assertThat(posts.meta(channel, body, "sha256=00").statusCode()).isEqualTo(403);
        assertThat(posts.meta(channel, body + " ", Posts.metaSignature(Posts.APP_SECRET,
                body.getBytes(StandardCharsets.UTF_8))).statusCode()).isEqualTo(403);
        assertThat(fixture.events(channel)).isZero();
    }

    @Test
    void aMessageFromSomebodyNewMakesALeadWhoIsReachedThereOnly() throws Exception {
        UUID channel = fixture.meta(ChannelType.INSTAGRAM);
        String person = "ig" + channel;
        String body = meta("instagram", message(person, "mid1" + channel, ",\"text\":\"Wie viel? \\u00e4\"") + ","
                + message(person, "mid2" + channel, ",\"attachments\":[{\"type\":\"image\",\"payload\":{\"url\":"
                        + "\"https://cdn.example/x\"}}]"));
        assertThat(posts.meta(channel, body).statusCode()).isEqualTo(200);
        assertThat(posts.meta(channel, body).statusCode()).isEqualTo(200);
        fixture.applyAll();
        UUID lead = fixture.jdbc.queryForObject("select lead_id from contact_point where channel = 'INSTAGRAM'"
                + " and address = ?", UUID.class, person);
        assertThat(fixture.jdbc.queryForMap("select * from lead where id = ?", lead))
                .containsEntry("source", "instagram").containsEntry("email", null).containsEntry("phone", null);
        assertThat(conversation(lead).get("unread").asInt()).isEqualTo(2);
        assertThat(marketing.patch("/api/v1/leads/" + lead, Map.of("firstName", "Ada")).status()).isEqualTo(200);
    }

    @Test
    void deliveriesAndReadMarksReachTheMessages() throws Exception {
        UUID channel = fixture.meta(ChannelType.MESSENGER);
        String person = "psid" + channel;
        UUID lead = fixture.lead(ChannelType.MESSENGER, person);
        UUID first = fixture.message(ChannelType.MESSENGER, lead, person, "SENT", "m_1" + lead, now.minusSeconds(90));
        UUID second = fixture.message(ChannelType.MESSENGER, lead, person, "SENT", "m_2" + lead, now.minusSeconds(30));
        String sender = "{\"sender\":{\"id\":\"" + person + "\"},\"recipient\":{\"id\":\"4711\"},\"timestamp\":"
                + now.toEpochMilli();
        posts.meta(channel, meta("page", sender + ",\"delivery\":{\"mids\":[\"m_1" + lead + "\",\"m_2" + lead
                + "\"],\"watermark\":1}}," + sender + ",\"read\":{\"watermark\":"
                + now.minusSeconds(60).toEpochMilli() + "}}"));
        fixture.applyAll();
        assertThat(fixture.time(first, "delivered_at")).isNotNull();
        assertThat(fixture.time(second, "delivered_at")).isEqualTo(now);
        assertThat(fixture.time(first, "opened_at")).isEqualTo(now.minusSeconds(60));
        assertThat(fixture.time(second, "opened_at")).isNull();
        assertThat(fixture.todo(channel)).isEmpty();
    }

    @Test
    void anAppPostsForAllOfItsPagesAndEachEventBelongsToItsOwn() throws Exception {
        UUID channel = fixture.meta(ChannelType.MESSENGER);
        UUID other = fixture.meta(ChannelType.MESSENGER, "page" + channel.toString().substring(24));
        String body = meta("page", message("p" + channel, "mo" + channel, ",\"text\":\"Hi\""))
                .replace("\"id\":\"4711\",\"time\"", "\"id\":\"page" + channel.toString().substring(24)
                        + "\",\"time\"");
        assertThat(posts.meta(channel, body).statusCode()).isEqualTo(200);
        assertThat(fixture.events(channel)).isZero();
        assertThat(fixture.events(other)).isEqualTo(1);
        fixture.applyAll();
    }

    @Test
    void ourOwnEchoesAreNoMessagesOfTheirs() throws Exception {
        UUID channel = fixture.meta(ChannelType.MESSENGER);
        String person = "psid" + channel;
        UUID lead = fixture.lead(ChannelType.MESSENGER, person);
        posts.meta(channel, meta("page", "{\"sender\":{\"id\":\"4711\"},\"recipient\":{\"id\":\"" + person
                + "\"},\"timestamp\":1,\"message\":{\"mid\":\"e1" + lead + "\",\"is_echo\":true,\"app_id\":1,"
                + "\"text\":\"Hi\"}}"));
        fixture.applyAll();
        assertThat(fixture.count("select count(*) from message where lead_id = ?", lead)).isZero();
        assertThat(fixture.todo(channel)).isEmpty();
    }

    // ---- Inbound Parse

    private Map<String, Object> parsed(String from, String text) {
        return new LinkedHashMap<>(Map.of("headers", "From: Ada <" + from + ">\nTo: replies@cadenza.test\nSubject: "
                        + "Question\nMessage-ID: <" + UUID.randomUUID() + "@example.com>\nContent-Type: text/plain\n",
                "from", "Ada <" + from + ">", "to", "replies@cadenza.test", "subject", "Question", "text", text,
                "envelope", "{\"to\":[\"replies@cadenza.test\"],\"from\":\"" + from + "\"}",
                "charsets", "{\"text\":\"UTF-8\",\"from\":\"UTF-8\"}", "attachments", "0"));
    }

    @Test
    void aMailOfInboundParseGoesTheWayOfOtherMails() throws Exception {
        UUID channel = fixture.sendGrid();
        String from = "ada-" + channel + "@example.com";
        UUID lead = fixture.lead(ChannelType.EMAIL, from);
        UUID message = fixture.message(ChannelType.EMAIL, lead, from, "SENT", null, now.minusSeconds(60));
        Map<String, Object> post = parsed(from, "Grüße, Ada");
        post.computeIfPresent("headers", (name, value) -> value + "In-Reply-To: <" + message + "@cadenza.test>\n");
        post.put("attachment1", new byte[] {0, 1, 2, (byte) 0xFF});
        String path = "/hooks/sendgrid/" + channel + "/inbound/parse-secret";
        assertThat(posts.multipart(path, post).statusCode()).isEqualTo(204);
        inbox.applyDue();
        assertThat(events.stream(Replied.class).filter(e -> e.leadId().equals(lead))).hasSize(1);
        JsonNode conversation = conversation(lead);
        assertThat(conversation.get("channel").asText()).isEqualTo("EMAIL");
        assertThat(marketing.get("/api/v1/conversations/" + conversation.get("id").asText() + "/messages").body()
                .get("content").get(1).get("text").asText()).contains("Grüße, Ada");
    }

    @Test
    void fieldsAreReadInTheirOwnCharsetsAndTheRawMailAsItIs() throws Exception {
        UUID channel = fixture.sendGrid();
        String path = "/hooks/sendgrid/" + channel + "/inbound/parse-secret";
        String stranger = "stranger-" + channel + "@example.com";
        Map<String, Object> latin = parsed(stranger, "");
        latin.put("text", "Grüße".getBytes(Charset.forName("ISO-8859-1")));
        latin.put("charsets", "{\"text\":\"iso-8859-1\"}");
        assertThat(posts.multipart(path, latin).statusCode()).isEqualTo(204);
        String raw = "From: " + stranger + "\r\nSubject: Raw\r\nMessage-ID: <r" + channel
                + "@example.com>\r\n\r\nJust as it is\r\n";
        assertThat(posts.multipart(path, Map.of("email", raw)).statusCode()).isEqualTo(204);
        assertThat(posts.multipart(path, Map.of("email", raw)).statusCode()).isEqualTo(204);
        inbox.applyDue();
        UUID lead = fixture.jdbc.queryForObject("select id from lead where email = ? and source = 'email'", UUID.class,
                stranger);
        assertThat(fixture.jdbc.queryForList("select body_text from message where lead_id = ?", String.class, lead))
                .hasSize(2).anyMatch(text -> text.contains("Grüße")).anyMatch(text -> text.contains("as it is"));
    }

    @Test
    void aMailWithLargeAttachmentsIsTaken() throws Exception {
        UUID channel = fixture.sendGrid();
        Map<String, Object> post = new LinkedHashMap<>(parsed("large-" + channel + "@example.com", "With pictures"));
        post.put("attachment1", new byte[11 * 1024 * 1024]);
        assertThat(posts.multipart("/hooks/sendgrid/" + channel + "/inbound/parse-secret", post).statusCode())
                .isEqualTo(204);
        assertThat(fixture.count("select count(*) from inbound_mail where mailbox = ?", "sendgrid:" + channel))
                .isEqualTo(1);
    }

    @Test
    void partsOfUnknownLengthAreNotRead() throws Exception {
        assertThat(posts.partsInChunks("/u/unknown").statusCode()).isEqualTo(413);
    }

    @Test
    void withoutItsSecretNothingOfAMailIsRead() throws Exception {
        UUID channel = fixture.sendGrid();
        Map<String, Object> post = parsed("x-" + channel + "@example.com", "x");
        for (String path : List.of("/inbound/wrong", "/inbound/parse-secret2", "/inbound/parse-secre")) {
            assertThat(posts.multipart("/hooks/sendgrid/" + channel + path, post).statusCode()).isEqualTo(403);
        }
        assertThat(posts.multipart("/hooks/sendgrid/" + UUID.randomUUID() + "/inbound/parse-secret", post)
                .statusCode()).isEqualTo(403);
        assertThat(posts.multipart("/hooks/twilio/" + channel + "/inbound", post).statusCode()).isEqualTo(415);
        assertThat(fixture.count("select count(*) from inbound_mail where mailbox = ?", "sendgrid:" + channel)).isZero();
    }

    private JsonNode conversation(UUID lead) {
        JsonNode page = marketing.get("/api/v1/conversations?leadId=" + lead).body().get("content");
        assertThat(page).hasSize(1);
        return marketing.get("/api/v1/conversations/" + page.get(0).get("id").asText()).body();
    }
}
