package dev.cadenza.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.message.MessageEvents.Complained;
import dev.cadenza.message.MessageEvents.HardBounced;
import dev.cadenza.message.MessageEvents.Unsubscribed;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

@CadenzaTest
@RecordApplicationEvents
class SendGridHookTest {

    @Autowired
    HookFixture fixture;

    @Autowired
    TestClock clock;

    @Autowired
    Marketing marketing;

    @Autowired
    ApplicationEvents events;

    private UUID channel;
    private UUID lead;
    private String address;
    private UUID message;
    private Instant now;

    @BeforeEach
    void aMailWentThroughSendGrid() {
        now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        channel = fixture.sendGrid();
        address = "lead-" + UUID.randomUUID() + "@example.com";
        lead = fixture.lead(ChannelType.EMAIL, address);
        message = fixture.message(ChannelType.EMAIL, lead, address, "SENT", "sg-" + lead, now.minusSeconds(60));
    }

    private String event(String kind, String id, Instant at, String more) {
        return """
                {"email":"%s","event":"%s","sg_event_id":"%s","sg_message_id":"sg-%s.recv-1.0","timestamp":%d,
                 "cadenza_message":"%s"%s}""".formatted(address, kind, id, lead, at.getEpochSecond(), message,
                more.isEmpty() ? "" : "," + more);
    }

    private String event(String kind, Instant at) {
        return event(kind, kind + "-" + UUID.randomUUID(), at, "");
    }

    private void told(String... all) throws Exception {
        assertThat(fixture.posts().sendGrid(channel, "[" + String.join(",", all) + "]", clock.instant()).statusCode())
                .isEqualTo(204);
        fixture.applyAll();
    }

    @Test
    void deliveryOpenAndClickReachTheMessageWithTheirTimes() throws Exception {
        told(event("processed", now.minusSeconds(50)), event("delivered", now.minusSeconds(40)),
                event("open", now.minusSeconds(30)), event("click", now.minusSeconds(20)));
        assertThat(fixture.state(message)).isEqualTo("SENT");
        assertThat(fixture.time(message, "delivered_at")).isEqualTo(now.minusSeconds(40));
        assertThat(fixture.time(message, "opened_at")).isEqualTo(now.minusSeconds(30));
        assertThat(fixture.time(message, "clicked_at")).isEqualTo(now.minusSeconds(20));
        assertThat(fixture.todo(channel)).isEmpty();
    }

    @Test
    void aMachineThatLoadsPicturesIsNoReader() throws Exception {
        told(event("open", "m-" + lead, now, "\"sg_machine_open\":true"));
        assertThat(fixture.time(message, "opened_at")).isNull();
        assertThat(fixture.time(message, "delivered_at")).isEqualTo(now);
    }

    @Test
    void wrongStaleAndMissingSignaturesGet403AndChangeNothing() throws Exception {
        String body = "[" + event("delivered", now) + "]";
        Posts posts = fixture.posts();
        String genuine = Posts.signed(String.valueOf(now.getEpochSecond()), body);
        assertThat(posts.sendGrid(channel, body + " ", now, genuine).statusCode()).isEqualTo(403);
        assertThat(posts.sendGrid(channel, body, now.plusSeconds(1), genuine).statusCode()).isEqualTo(403);
        assertThat(posts.sendGrid(channel, body, now, "").statusCode()).isEqualTo(403);
        assertThat(posts.sendGrid(channel, body, now.minus(Duration.ofMinutes(11))).statusCode()).isEqualTo(403);
        assertThat(posts.sendGrid(channel, body, now.plus(Duration.ofMinutes(11))).statusCode()).isEqualTo(403);
        fixture.applyAll();
        assertThat(fixture.events(channel)).isZero();
        assertThat(fixture.time(message, "delivered_at")).isNull();
    }

    @Test
    void nobodyKnowsOtherChannels() throws Exception {
        assertThat(fixture.posts().sendGrid(UUID.randomUUID(), "[]", now).statusCode()).isEqualTo(404);
        assertThat(fixture.posts().sendGrid(fixture.meta(ChannelType.MESSENGER), "[]", now).statusCode())
                .isEqualTo(404);
        assertThat(fixture.posts().sendGrid("x", "[]", now).statusCode()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void aBodyThatIsTooLargeIsNotRead() throws Exception {
        assertThat(fixture.posts().sendGrid(channel, "[" + " ".repeat(5 * 1024 * 1024) + "]", now).statusCode())
                .isEqualTo(413);
        assertThat(fixture.events(channel)).isZero();
    }

    @Test
    void anEventCountsOnceHoweverOftenItIsDelivered() throws Exception {
        String open = event("open", "the-id-" + lead, now, "");
        told(open, open);
        told(open);
        told(event("open", "another-id-" + lead, now, ""));
        assertThat(fixture.events(channel)).isEqualTo(1);
    }

    @Test
    void eventsOutOfOrderLeadToTheSame() throws Exception {
        told(event("click", now.minusSeconds(10)));
        told(event("open", now.minusSeconds(20)));
        told(event("delivered", now.minusSeconds(30)));
        told(event("deferred", "late-" + lead, now.minusSeconds(50), "\"response\":\"451 try later\""));
        told(event("processed", now.minusSeconds(55)));
        assertThat(fixture.row(message)).containsEntry("state", "SENT").containsEntry("error", null);
        assertThat(fixture.time(message, "delivered_at")).isEqualTo(now.minusSeconds(30));
        assertThat(fixture.time(message, "opened_at")).isEqualTo(now.minusSeconds(20));
    }

    @Test
    void anEventBeforeOurOwnRecordOfTheSendWaitsForIt() throws Exception {
        fixture.jdbc.update("update message set state = 'SENDING', sent_at = null, provider_id = null where id = ?",
                message);
        told(event("delivered", now));
        assertThat(fixture.state(message)).isEqualTo("SENDING");
        assertThat(fixture.todo(channel)).singleElement().satisfies(todo ->
                assertThat(todo).containsEntry("status", "RECEIVED").containsEntry("attempts", 0));
        fixture.jdbc.update("update message set state = 'SENT', sent_at = fenced_at where id = ?", message);
        clock.advance(Duration.ofSeconds(5));
        fixture.applyAll();
        assertThat(fixture.time(message, "delivered_at")).isEqualTo(now);
        assertThat(fixture.todo(channel)).isEmpty();
    }

    @Test
    void anEventSettlesAMessageOfUnknownOutcome() throws Exception {
        fixture.jdbc.update("update message set state = 'UNKNOWN', attention = true, sent_at = null, provider_id = null,"
                + " error = 'Time-out' where id = ?", message);
        told(event("processed", now));
        assertThat(fixture.row(message)).containsEntry("state", "SENT").containsEntry("attention", false)
                .containsEntry("error", null);
        assertThat(fixture.time(message, "sent_at")).isEqualTo(fixture.time(message, "fenced_at"));
        assertThat(fixture.count("select count(*) from lead where id = ? and last_message_sent_at is not null", lead))
                .isEqualTo(1);
    }

    @Test
    void aMessageWhoseResendWasAskedForIsNotSentAgainOnceItIsKnownToHaveArrived() throws Exception {
        fixture.jdbc.update("update message set state = 'QUEUED', pending = true, sent_at = null,"
                + " provider_id = null, scheduled_for = ? where id = ?", Timestamp.from(now), message);
        told(event("delivered", now));
        assertThat(fixture.row(message)).containsEntry("state", "SENT").containsEntry("pending", false);
    }

    @Test
    void aBounceSuppressesTheAddressAndTellsTheJourneyOnce() throws Exception {
        String bounce = event("bounce", "b-" + lead, now, "\"type\":\"bounce\",\"status\":\"5.1.1\",\"reason\":"
                + "\"550 no such user\"");
        told(bounce);
        told(bounce);
        assertThat(fixture.row(message)).containsEntry("state", "BOUNCED").containsEntry("error", "550 no such user");
        assertThat(fixture.suppressed(ChannelType.EMAIL, address, "BOUNCED")).isTrue();
        assertThat(events.stream(HardBounced.class).filter(e -> address.equals(e.address()))).singleElement()
                .satisfies(e -> assertThat(e.leadId()).isEqualTo(lead));
    }

    @Test
    void aDeliveryAfterABounceDoesNotMakeItUndone() throws Exception {
        told(event("bounce", "b-" + lead, now, "\"type\":\"bounce\",\"status\":\"5.1.1\""));
        told(event("delivered", now.minusSeconds(10)));
        assertThat(fixture.state(message)).isEqualTo("BOUNCED");
    }

    @ParameterizedTest
    @CsvSource({"bounce, blocked, 5.7.1", "bounce, bounce, 5.2.2", "bounce, bounce, 4.4.1", "dropped, x, 5.0.0"})
    void whatSaysNothingAboutTheAddressFailsTheMessageAlone(String kind, String type, String status) throws Exception {
        told(event(kind, "b-" + lead, now, "\"type\":\"" + type + "\",\"status\":\"" + status
                + "\",\"reason\":\"no\""));
        assertThat(fixture.row(message)).containsEntry("state", "FAILED").containsEntry("attention", true);
        assertThat(fixture.suppressed(ChannelType.EMAIL, address, "BOUNCED")).isFalse();
        told(event("delivered", now.plusSeconds(1)));
        assertThat(fixture.row(message)).containsEntry("state", "SENT").containsEntry("attention", false);
    }

    @Test
    void aLateBounceWithoutTheMessagesIdIsMatchedByTheAddress() throws Exception {
        told("""
                {"email":"%s","event":"bounce","type":"bounce","status":"5.1.1","sg_event_id":"late-%s",
                 "timestamp":%d,"reason":"unknown user"}""".formatted(address.toUpperCase(), lead, now.getEpochSecond()));
        assertThat(fixture.state(message)).isEqualTo("BOUNCED");
    }

    @Test
    void theProvidersOwnIdLeadsToTheMessageToo() throws Exception {
        told("""
                {"email":"%s","event":"delivered","sg_event_id":"d-%s","sg_message_id":"sg-%s.filter.0",
                 "timestamp":%d}""".formatted(address, lead, lead, now.getEpochSecond()));
        assertThat(fixture.time(message, "delivered_at")).isEqualTo(now);
    }

    @Test
    void complaintsAndOptOutsAreSuppressedAndReachTheJourney() throws Exception {
        told(event("spamreport", now));
        assertThat(fixture.suppressed(ChannelType.EMAIL, address, "COMPLAINED")).isTrue();
        assertThat(events.stream(Complained.class).filter(e -> address.equals(e.address()))).hasSize(1);
    }

    @Test
    void anUnsubscribeIsTakenBackByALaterResubscribeOnly() throws Exception {
        told(event("group_unsubscribe", now.minusSeconds(10)));
        assertThat(fixture.suppressed(ChannelType.EMAIL, address, "UNSUBSCRIBED")).isTrue();
        assertThat(events.stream(Unsubscribed.class).filter(e -> address.equals(e.address()))).hasSize(1);
        told(event("group_resubscribe", now.minusSeconds(20)));
        assertThat(fixture.suppressed(ChannelType.EMAIL, address, "UNSUBSCRIBED")).isTrue();
        told(event("group_resubscribe", now.minusSeconds(5)));
        assertThat(fixture.suppressed(ChannelType.EMAIL, address, "UNSUBSCRIBED")).isFalse();
    }

    @Test
    void whatBelongsToNothingIsKeptListedAndReplayed() throws Exception {
        UUID unknown = message;
        fixture.jdbc.update("delete from message where id = ?", message);
        told("""
                {"email":"nobody-%s@example.com","event":"delivered","sg_event_id":"u-%s","timestamp":%d,
                 "cadenza_message":"%s"}""".formatted(lead, lead, now.getEpochSecond(), unknown));
        Marketing.Answer page = marketing.get("/api/v1/hook-events?status=UNMATCHED&channelId=" + channel);
        assertThat(page.body().get("totalElements").asInt()).isEqualTo(1);
        String id = page.body().get("content").get(0).get("id").asText();
        assertThat(marketing.get("/api/v1/hook-events/" + id).body().get("payload").get("event").asText())
                .isEqualTo("delivered");
        fixture.jdbc.update("""
                insert into message (id, direction, channel, lead_id, address, state, fenced_at, sent_at, created_at)
                values (?, 'OUTBOUND', 'EMAIL', ?, ?, 'SENT', ?, ?, ?)
                """, unknown, lead, address, Timestamp.from(now), Timestamp.from(now),
                Timestamp.from(now));
        assertThat(marketing.post("/api/v1/hook-events/" + id + "/replay", Map.of()).status()).isEqualTo(202);
        fixture.applyAll();
        assertThat(fixture.time(unknown, "delivered_at")).isEqualTo(now);
        assertThat(marketing.get("/api/v1/hook-events/" + id).body().get("status").asText()).isEqualTo("APPLIED");
    }

    @Test
    void manyAreReplayedAtOnce() throws Exception {
        told("{\"nothing\":1}", "{\"nothing\":2}", "17");
        assertThat(marketing.get("/api/v1/hook-events?status=FAILED&channelId=" + channel).body()
                .get("totalElements").asInt()).isGreaterThanOrEqualTo(2);
        Marketing.Answer answer = marketing.post("/api/v1/hook-events/replay", Map.of("status", "FAILED", "channelId",
                channel));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().get("replayed").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(marketing.post("/api/v1/hook-events/replay", Map.of()).status()).isEqualTo(422);
        assertThat(marketing.post("/api/v1/hook-events/replay", Map.of("ids", List.of(UUID.randomUUID()))).body()
                .get("replayed").asInt()).isZero();
        fixture.applyAll();
    }

    @Test
    void aBodyThatIsNoArrayIsKeptAndDoesNotStopOthers() throws Exception {
        assertThat(fixture.posts().sendGrid(channel, "no json \u0000 at all", now).statusCode()).isEqualTo(204);
        assertThat(fixture.posts().sendGrid(channel, "{\"events\":[]}", now).statusCode()).isEqualTo(204);
        told(event("delivered", now));
        assertThat(fixture.time(message, "delivered_at")).isEqualTo(now);
        assertThat(fixture.todo(channel)).isNotEmpty().allSatisfy(todo ->
                assertThat(todo).containsEntry("status", "FAILED"));
    }

    @Test
    void anEventWithEveryFieldOfTheWrongKindHarmsNothing() throws Exception {
        told("""
                {"email":{"a":1},"event":"delivered","sg_event_id":[1],"sg_message_id":7,"timestamp":"never",
                 "cadenza_message":{},"smtp-id":3,"category":["a","b"],"text":"\\u0000"}""",
                event("delivered", now));
        assertThat(fixture.time(message, "delivered_at")).isEqualTo(now);
    }
}
