package dev.cadenza.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.channel.SendResult;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.CadenzaTest;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

@CadenzaTest
class MessageHttpTest {

    OutboxFixture fixture;
    TestRestTemplate http;
    final FakeProvider provider = new FakeProvider();

    @BeforeEach
    void fixture(@Autowired ApplicationContext beans, @Autowired TestRestTemplate template) {
        fixture = new OutboxFixture(beans);
        http = template.withBasicAuth("admin@cadenza.test", "correct-horse-battery");
    }

    private JsonNode get(String path) {
        ResponseEntity<JsonNode> answer = http.getForEntity("/api/v1" + path, JsonNode.class);
        assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.OK);
        return answer.getBody();
    }

    private ResponseEntity<JsonNode> post(String path, Object body) {
        return http.postForEntity("/api/v1" + path, body, JsonNode.class);
    }

    private OutboundMessage ended(SendResult result) {
        OutboundMessage message = fixture.lane().queued();
        provider.answering(mail -> result);
        fixture.dispatcher(provider).runOnce();
        return message;
    }

    @Test
    void messagesAreListedByStatusLeadAndCampaign() {
        LaneFixture lane = fixture.lane();
        OutboundMessage sent = lane.queued();
        fixture.dispatcher(provider).runOnce();
        OutboundMessage queued = lane.queued();

        JsonNode ofCampaign = get("/messages?campaignId=" + lane.ownerId());
        assertThat(ofCampaign.at("/totalElements").asInt()).isEqualTo(2);
        assertThat(ofCampaign.at("/content/0/id").asText()).as("newest first").isEqualTo(queued.id().toString());
        assertThat(get("/messages?status=SENT&channel=EMAIL&campaignId=" + lane.ownerId()).at("/content/0/id")
                .asText()).isEqualTo(sent.id().toString());
        assertThat(get("/messages?leadId=" + queued.leadId()).at("/content/0/status").asText()).isEqualTo("QUEUED");
        assertThat(get("/messages?status=QUEUED&size=1").at("/content")).hasSize(1);
        assertThat(http.getForEntity("/api/v1/messages?status=NONSENSE", JsonNode.class).getStatusCode())
                .isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    }

    @Test
    void aMessageIsShownWithItsContentAndWhatItWaitsFor() {
        LaneFixture lane = fixture.lane();
        OutboundMessage message = lane.queued();
        fixture.lanes.hold(lane.ownerId());

        JsonNode whole = get("/messages/" + message.id());

        assertThat(whole.at("/subject").asText()).isEqualTo("Hello");
        assertThat(whole.at("/html").asText()).isEqualTo("<p>Dear <b>lead</b></p>");
        assertThat(whole.at("/text").asText()).contains("Dear lead");
        assertThat(whole.at("/waitsFor").asText()).isEqualTo("the campaign is paused");
        assertThat(whole.at("/message/address").asText()).isEqualTo(message.address());
        assertThat(http.getForEntity("/api/v1/messages/" + Ids.next(), JsonNode.class).getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    void anUnknownOutcomeIsResolvedByAPerson() {
        SendResult unknown = new SendResult.Unknown("reset");
        OutboundMessage arrived = ended(unknown);
        OutboundMessage lost = ended(unknown);
        OutboundMessage again = ended(unknown);

        assertThat(resolve(arrived, "SENT").getBody().at("/status").asText()).isEqualTo("SENT");
        assertThat(resolve(lost, "NOT_SENT").getBody().at("/status").asText()).isEqualTo("FAILED");
        assertThat(resolve(again, "SEND_AGAIN").getBody().at("/status").asText()).isEqualTo("QUEUED");
        assertThat(resolve(arrived, "NOT_SENT").getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
        assertThat(post("/messages/" + arrived.id() + "/resolve", Map.of()).getBody().at("/errors/0/field").asText())
                .isEqualTo("outcome");
        assertThat(resolve(arrived, "PERHAPS").getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);

        provider.answering(mail -> new SendResult.Accepted(null));
        fixture.dispatcher(provider).runOnce();
        assertThat(provider.ids().stream().filter(again.id()::equals)).hasSize(2);
        assertThat(provider.handOvers.stream().filter(h -> h.mail().id().equals(again.id()))
                .map(h -> h.mail().messageId()).distinct()).as("the same Message-ID").hasSize(1);
    }

    private ResponseEntity<JsonNode> resolve(OutboundMessage message, String outcome) {
        return post("/messages/" + message.id() + "/resolve", Map.of("outcome", outcome));
    }

    @Test
    void aFailedMessageIsTriedAgainUnlessItsLeadHasLeft() {
        OutboundMessage failed = ended(new SendResult.Refused("554 policy", false));
        assertThat(get("/messages?status=FAILED&leadId=" + failed.leadId()).at("/content/0/reason").asText())
                .isEqualTo("554 policy");

        assertThat(post("/messages/" + failed.id() + "/retry", null).getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(post("/messages/" + failed.id() + "/retry", null).getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
        assertThat(post("/messages/" + Ids.next() + "/retry", null).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        provider.answering(mail -> new SendResult.Accepted(null));
        fixture.dispatcher(provider).runOnce();
        assertThat(fixture.state(failed.id())).isEqualTo("SENT");

        OutboundMessage left = ended(new SendResult.Unknown("reset"));
        fixture.outbox.cancelForEnrollments(java.util.List.of(left.enrollmentId()), "replied");
        ResponseEntity<JsonNode> refused = resolve(left, "SEND_AGAIN");
        assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
        assertThat(refused.getBody().at("/detail").asText()).contains("replied");
        assertThat(resolve(left, "SENT").getStatusCode()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void theStateOfTheOutboxIsShown() {
        ended(new SendResult.Unknown("reset"));
        ended(new SendResult.Refused("554", false));
        LaneFixture lane = fixture.lane();
        lane.queued(2);
        fixture.lanes.hold(lane.ownerId());
        fixture.advance(Duration.ofMinutes(5));

        JsonNode state = get("/outbox");

        assertThat(state.at("/queued").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(state.at("/due").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(state.at("/paused").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(state.at("/unknown").asInt()).isPositive();
        assertThat(state.at("/failed").asInt()).isPositive();
        assertThat(Duration.parse(state.at("/oldestDueAge").asText())).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
        assertThat(state.at("/senders").findValuesAsText("email")).contains(lane.sender().email());
    }

    @Test
    void senderAccountsAreKept() {
        String email = "Sales-" + Ids.next() + "@Example.com";
        ResponseEntity<JsonNode> created = post("/sender-accounts", Map.of("email", email, "displayName", "Sales",
                "dailyLimit", 50, "gapSeconds", 30, "timezone", "Europe/Berlin"));
        assertThat(created.getStatusCode()).isEqualTo(HttpStatus.CREATED);
        String path = created.getHeaders().getLocation().toString().replaceFirst(".*/api/v1", "");
        assertThat(get(path).at("/email").asText()).isEqualTo(email.toLowerCase());
        assertThat(get(path).at("/sentToday").asInt()).isZero();
        assertThat(post("/sender-accounts", Map.of("email", email)).getBody().at("/errors/0/code").asText())
                .isEqualTo("taken");

        JsonNode changed = http.exchange("/api/v1" + path, HttpMethod.PUT,
                new org.springframework.http.HttpEntity<>(Map.of("email", email)), JsonNode.class).getBody();
        assertThat(changed.has("dailyLimit")).isFalse();
        assertThat(changed.at("/timezone").asText()).isEqualTo("UTC");
        assertThat(post(path + "/deactivate", null).getBody().at("/active").asBoolean()).isFalse();
        assertThat(post(path + "/activate", null).getBody().at("/active").asBoolean()).isTrue();
        assertThat(get("/sender-accounts?size=500").at("/content").findValuesAsText("email"))
                .contains(email.toLowerCase());

        assertThat(http.exchange("/api/v1" + path, HttpMethod.DELETE, null, JsonNode.class).getStatusCode())
                .isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(http.getForEntity("/api/v1" + path, JsonNode.class).getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        UUID used = fixture.lane().sender().id();
        assertThat(http.exchange("/api/v1/sender-accounts/" + used, HttpMethod.DELETE, null, JsonNode.class)
                .getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
    }

    @Test
    void everyBadFieldOfASenderAccountIsNamed() {
        ResponseEntity<JsonNode> refused = post("/sender-accounts", Map.of("email", "nobody", "replyTo", "x@",
                "displayName", "two\nlines", "dailyLimit", 0, "gapSeconds", -1, "timezone", "Mars/Olympus"));

        assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(refused.getBody().findValuesAsText("field")).containsExactlyInAnyOrder("email", "replyTo",
                "displayName", "dailyLimit", "gapSeconds", "timezone");
        assertThat(post("/sender-accounts", Map.of()).getBody().at("/errors/0/code").asText()).isEqualTo("required");
    }

    @Test
    void aSendersUsageOfTodayIsShown() {
        Sender sender = fixture.sender(50, 0, java.time.ZoneOffset.UTC);
        fixture.lane(sender, null, 0, SendWindow.always(java.time.ZoneOffset.UTC), false).queued(3);
        fixture.dispatcher(provider).runOnce();
        assertThat(get("/sender-accounts/" + sender.id()).at("/sentToday").asInt()).isEqualTo(3);

        fixture.advance(Duration.ofDays(1));
        assertThat(get("/sender-accounts/" + sender.id()).at("/sentToday").asInt()).isZero();
    }

    @Test
    void addressesAreSuppressedCheckedAndFreed() {
        String address = "Nobody-" + Ids.next() + "@Example.com";
        ResponseEntity<JsonNode> added = post("/suppressions", Map.of("address", address, "detail", "asked by phone"));
        assertThat(added.getStatusCode()).isEqualTo(HttpStatus.CREATED);
        assertThat(added.getBody().at("/reason").asText()).isEqualTo("MANUAL");
        assertThat(post("/suppressions", Map.of("address", address)).getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
        assertThat(post("/suppressions", Map.of("address", "nonsense")).getBody().at("/errors/0/field").asText())
                .isEqualTo("address");
        assertThat(get("/suppressions/check?address=" + address).at("/suppressed").asBoolean()).isTrue();
        assertThat(get("/suppressions?reason=MANUAL").at("/content").findValuesAsText("address"))
                .contains(address.toLowerCase());

        String path = "/api/v1/suppressions/" + added.getBody().at("/id").asText();
        assertThat(http.getForEntity(path, JsonNode.class).getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(http.exchange(path, HttpMethod.DELETE, null, JsonNode.class).getStatusCode())
                .isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(http.exchange(path, HttpMethod.DELETE, null, JsonNode.class).getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(get("/suppressions/check?address=" + address).at("/suppressed").asBoolean()).isFalse();
    }

    @Test
    void nobodyGetsInWithoutBeingKnown(@Autowired TestRestTemplate template) {
        for (String path : new String[] {"/messages", "/outbox", "/suppressions", "/sender-accounts"}) {
            assertThat(template.getForEntity("/api/v1" + path, String.class).getStatusCode())
                    .isEqualTo(HttpStatus.UNAUTHORIZED);
        }
    }
}
