package dev.cadenza.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.Marketing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What happens when the database turns out to be a copy that was restored. */
@CadenzaTest
class GateTest {

    @Autowired
    ApplicationContext beans;
    @Autowired
    Gate gate;
    @Autowired
    Doubt doubt;
    @Autowired
    Marketing marketing;

    private OutboxFixture fixture;
    private Instant day;

    @BeforeEach
    void fixture() {
        fixture = new OutboxFixture(beans);
        day = fixture.freshDay();
    }

    @AfterEach
    void open() {
        fixture.jdbc.update("update outbox_gate set held = false, lost_from = null, lost_until = null");
    }

    @Test
    void aDatabaseThatIsTheSameHoldsNothing() {
        gate.look();
        assertThat(gate.state().held()).isFalse();
    }

    @Test
    void aRestoredDatabaseHoldsEverythingUntilItIsReleased() {
        List<OutboundMessage> queued = fixture.lane().queued(3);
        restored();
        FakeProvider provider = new FakeProvider();

        fixture.dispatcher(provider).runOnce();

        assertThat(provider.count(queued)).isZero();
        assertThat(gate.state().held()).isTrue();
        assertThat(gate.state().doubtful()).isGreaterThanOrEqualTo(3);
        gate.release(Gate.Decision.SEND, "admin");
        fixture.dispatcher(provider).runOnce();
        assertThat(provider.count(queued)).isEqualTo(3);
    }

    @Test
    void aFenceThatComesAfterTheHoldLetsNothingThrough() {
        LaneFixture lane = fixture.lane();
        OutboundMessage message = lane.queued();
        Dispatcher dispatcher = fixture.dispatcher(new FakeProvider());
        Hand hand = dispatcher.hand();
        dispatcher.claim(ready -> true, group -> {
            if (group.claim().lane().id().equals(lane.id())) {
                gate.hold();
                assertThat(turn(hand, group)).isEmpty();
            }
        });
        assertThat(fixture.state(message.id())).isEqualTo("QUEUED");
    }

    @Test
    void whatMayHaveBeenSentBeforeBecomesUnknownAndSoDoesWhatFollowsFromIt() {
        LaneFixture lane = fixture.lane();
        OutboundMessage due = lane.queued();
        OutboundMessage later = lane.queued(lane.message(null, null, null, day.plus(Duration.ofDays(2))));
        fixture.advance(Duration.ofHours(1));
        restored();

        gate.release(Gate.Decision.UNKNOWN, "admin");

        assertThat(fixture.state(due.id())).isEqualTo("UNKNOWN");
        assertThat(fixture.state(later.id())).isEqualTo("QUEUED");
        OutboundMessage first = lane.queued();
        OutboundMessage soonAfter = after(lane, due, Duration.ofSeconds(0));
        OutboundMessage longAfter = after(lane, due, Duration.ofDays(3));
        OutboundMessage afterFirst = after(lane, first, Duration.ofHours(5));
        assertThat(fixture.state(first.id())).as("the lead may have been enrolled in the lost time").isEqualTo("UNKNOWN");
        assertThat(fixture.state(soonAfter.id())).isEqualTo("UNKNOWN");
        assertThat(fixture.state(longAfter.id())).isEqualTo("QUEUED");
        assertThat(fixture.state(afterFirst.id())).isEqualTo("QUEUED");
        fixture.advance(Duration.ofMinutes(1));
        assertThat(fixture.state(fixture.lane().queued().id())).as("a campaign launched afterwards").isEqualTo("QUEUED");
    }

    @Test
    void theLogOfTheMailServerSettlesWhatItTook() {
        LaneFixture lane = fixture.lane();
        OutboundMessage known = lane.queued();
        OutboundMessage untouched = lane.queued();
        restored();
        OutboundMessage madeAnew = lane.queued();
        Instant at = fixture.now();

        int settled = doubt.settleBy(List.of(
                new Doubt.Evidence(Optional.of(known.id()), known.address(), at),
                new Doubt.Evidence(Optional.of(java.util.UUID.randomUUID()), madeAnew.address(), at)));

        assertThat(settled).isEqualTo(2);
        assertThat(fixture.state(known.id())).isEqualTo("SENT");
        assertThat(fixture.state(madeAnew.id())).isEqualTo("SENT");
        assertThat(fixture.state(untouched.id())).isEqualTo("QUEUED");
        assertThat(fixture.row(madeAnew.id()).get("sent_at")).isNotNull();
    }

    @Test
    void anAdministratorHoldsAndReleasesOverTheApi() {
        assertThat(marketing.post("/api/v1/outbox/hold", null).body().get("held").asBoolean()).isTrue();
        assertThat(marketing.get("/api/v1/outbox/gate").body().get("held").asBoolean()).isTrue();
        assertThat(marketing.post("/api/v1/outbox/release", Map.of()).status()).isEqualTo(422);
        assertThat(marketing.post("/api/v1/outbox/evidence", Map.of("received", List.of(Map.of("recipient", "x"))))
                .body().at("/errors/0/field").asText()).isEqualTo("received[0]");
        assertThat(marketing.post("/api/v1/outbox/release", Map.of("doubtful", "SEND")).status()).isEqualTo(200);
        assertThat(marketing.post("/api/v1/outbox/release", Map.of("doubtful", "SEND")).status()).isEqualTo(409);
        assertThat(marketing.get("/api/v1/activities?size=2&action=sending_held,sending_released").body().get("content")
                .findValuesAsText("action")).containsExactly("sending_released", "sending_held");
    }

    private static List<Outcome> turn(Hand hand, Group group) {
        try {
            return hand.turn(group);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static OutboundMessage after(LaneFixture lane, OutboundMessage previous, Duration delay) {
        return lane.queued(lane.message(previous.id(), delay, null, lane.fixture().now()));
    }

    /** As if this row had been written in another database. */
    private void restored() {
        fixture.advance(Duration.ofSeconds(1));
        fixture.jdbc.update("update outbox_gate set written_in = '1/1/1'");
        gate.look();
        fixture.jdbc.update("update outbox_gate set lost_from = ?", day.atOffset(ZoneOffset.UTC));
    }
}
