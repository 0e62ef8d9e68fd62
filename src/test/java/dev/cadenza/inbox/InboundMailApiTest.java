package dev.cadenza.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.channel.IncomingMail;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@CadenzaTest
class InboundMailApiTest {

    private static final AtomicLong UID = new AtomicLong(1_000_000);
    private static final String STRANGER = "stranger@nowhere.example";

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    ApplicationEventPublisher publisher;

    @Autowired
    TestClock clock;

    private TestRestTemplate http;
    private SentMail sent;

    @Autowired
    void signIn(TestRestTemplate open) {
        http = open.withBasicAuth("admin@cadenza.test", "correct-horse-battery");
    }

    @BeforeEach
    void aMessageWentToALead() {
        sent = SentMail.sent(jdbc, clock.instant().minus(Duration.ofHours(1)));
    }

    @Test
    void aLeadsMessagesAreListedInBothDirectionsInTheirOrder() {
        receive("auto-gmail", sent.address());
        clock.advance(Duration.ofMinutes(5));
        receive("reply-gmail", sent.address());
        JsonNode page = get("/api/v1/leads/" + sent.leadId() + "/messages");
        assertThat(page.get("totalElements").asInt()).isEqualTo(3);
        JsonNode out = page.get("content").get(0);
        assertThat(out.get("direction").asText()).isEqualTo("OUTBOUND");
        assertThat(out.get("state").asText()).isEqualTo("SENT");
        assertThat(out.get("subject").asText()).isEqualTo(SentMail.SUBJECT);
        assertThat(out.get("html").asText()).isEqualTo("<p>Is it tight?</p>");
        assertThat(page.get("content").get(1).get("kind").asText()).isEqualTo("AUTO_REPLY");
        JsonNode reply = page.get("content").get(2);
        assertThat(reply.get("kind").asText()).isEqualTo("REPLY");
        assertThat(reply.get("uncertain").asBoolean()).isFalse();
        assertThat(reply.get("inReplyTo").asText()).isEqualTo(sent.id().toString());
        JsonNode second = get("/api/v1/leads/" + sent.leadId() + "/messages?page=2&size=1");
        assertThat(second.get("content").get(0).get("id")).isEqualTo(reply.get("id"));
    }

    @Test
    void aGuessIsShownAsOne() {
        receive("reply-without-references", sent.address());
        JsonNode page = get("/api/v1/leads/" + sent.leadId() + "/messages");
        assertThat(page.get("content").get(1).get("uncertain").asBoolean()).isTrue();
    }

    @Test
    void aLeadThatIsNotThereHasNoConversation() {
        assertThat(http.getForEntity("/api/v1/leads/" + UUID.randomUUID() + "/messages", String.class)
                .getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    void whatNobodyIsKnownForIsListedAndKeptAsItCame() {
        UUID id = receive("other-offer", STRANGER);
        JsonNode page = get("/api/v1/inbound-mails?status=UNMATCHED&size=500");
        assertThat(page.get("content").findValuesAsText("id")).contains(id.toString());
        JsonNode mail = get("/api/v1/inbound-mails/" + id);
        assertThat(mail.get("fromAddress").asText()).isEqualTo(STRANGER);
        assertThat(mail.get("status").asText()).isEqualTo("UNMATCHED");
        ResponseEntity<byte[]> raw = http.getForEntity("/api/v1/inbound-mails/" + id + "/raw", byte[].class);
        assertThat(raw.getHeaders().getContentType()).hasToString("message/rfc822");
        assertThat(raw.getBody()).isEqualTo(jdbc.queryForObject("select raw from inbound_mail where id = ?",
                byte[].class, id));
    }

    @Test
    void aPersonSaysWhichMessageAMailAnswers() {
        UUID id = receive("other-offer", STRANGER);
        ResponseEntity<JsonNode> matched = match(id, Map.of("messageId", sent.id()));
        assertThat(matched.getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(matched.getBody().get("status").asText()).isEqualTo("APPLIED");
        assertThat(matched.getBody().get("classification").asText()).isEqualTo("REPLY");
        assertThat(jdbc.queryForObject("""
                select enrollment_id from message where lead_id = ? and direction = 'INBOUND'
                """, UUID.class, sent.leadId())).isEqualTo(sent.enrollmentId());
        assertThat(match(id, Map.of("messageId", sent.id())).getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
    }

    @Test
    void aPersonSaysWhichLeadAMailIsFrom() {
        UUID id = receive("other-offer", STRANGER);
        JsonNode matched = match(id, Map.of("leadId", sent.leadId())).getBody();
        assertThat(matched.get("classification").asText()).isEqualTo("OTHER");
        assertThat(get("/api/v1/leads/" + sent.leadId() + "/messages").get("totalElements").asInt()).isEqualTo(2);
    }

    @Test
    void badWordsAboutAMailAreRefusedByFieldAndChangeNothing() {
        UUID id = receive("other-offer", STRANGER);
        assertRejected(match(id, Map.of()), "leadId");
        assertRejected(match(id, Map.of("leadId", sent.leadId(), "messageId", sent.id())), "messageId");
        assertRejected(match(id, Map.of("leadId", UUID.randomUUID())), "leadId");
        assertRejected(match(id, Map.of("messageId", UUID.randomUUID())), "messageId");
        assertThat(match(UUID.randomUUID(), Map.of("leadId", sent.leadId())).getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        assertRejected(http.getForEntity("/api/v1/inbound-mails?status=LOST", JsonNode.class), "status");
        assertThat(get("/api/v1/inbound-mails/" + id).get("status").asText()).isEqualTo("UNMATCHED");
    }

    @Test
    void aMailIsAppliedAnewOnceItsSenderIsKnown() {
        String address = "later-" + UUID.randomUUID() + "@example.com";
        UUID id = receive("other-offer", address);
        jdbc.update("update lead set email = ? where id = ?", address, sent.leadId());
        JsonNode mail = http.postForObject("/api/v1/inbound-mails/" + id + "/retry", null, JsonNode.class);
        assertThat(mail.get("status").asText()).isEqualTo("APPLIED");
        assertThat(mail.get("leadId").asText()).isEqualTo(sent.leadId().toString());
        assertThat(http.postForEntity("/api/v1/inbound-mails/" + id + "/retry", null, JsonNode.class)
                .getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
    }

    @Test
    void inboundMailIsNotOpenToEverybody(@Autowired TestRestTemplate open) {
        assertThat(open.getForEntity("/api/v1/inbound-mails", String.class).getStatusCode())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    private UUID receive(String fixture, String from) {
        byte[] raw = MailFixture.mail(fixture).about(sent.id()).from(from).raw();
        IncomingMail mail = new IncomingMail("replies@cadenza.test", 1, UID.incrementAndGet(), raw, clock.instant());
        transaction.executeWithoutResult(status -> publisher.publishEvent(mail));
        return jdbc.queryForObject("select id from inbound_mail where uid = ?", UUID.class, mail.uid());
    }

    private JsonNode get(String path) {
        ResponseEntity<JsonNode> response = http.getForEntity(path, JsonNode.class);
        assertThat(response.getStatusCode()).as(path).isEqualTo(HttpStatus.OK);
        return response.getBody();
    }

    private ResponseEntity<JsonNode> match(UUID id, Map<String, UUID> request) {
        return http.postForEntity("/api/v1/inbound-mails/" + id + "/match", request, JsonNode.class);
    }

    private static void assertRejected(ResponseEntity<JsonNode> response, String field) {
        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(response.getBody().get("errors").get(0).get("field").asText()).isEqualTo(field);
    }
}
