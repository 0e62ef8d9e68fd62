package dev.cadenza.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.CadenzaTest;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

@CadenzaTest
class OutboxTest {

    @Autowired
    Outbox outbox;
    @Autowired
    Lanes lanes;
    @Autowired
    Suppressions suppressions;
    @Autowired
    JdbcTemplate jdbc;
    OutboxFixture fixture;

    @BeforeEach
    void fixture(@Autowired ApplicationContext beans) {
        fixture = new OutboxFixture(beans);
    }

    @Test
    void aMessageIsIntendedOnceForAStepOfAnEnrollment() {
        LaneFixture lane = fixture.lane();
        OutboundMessage message = lane.message();

        assertThat(outbox.enqueue(List.of(message, lane.message()))).isEqualTo(2);
        assertThat(outbox.enqueue(List.of(message, lane.withId(message, Ids.next())))).isZero();
        assertThat(lane.states()).containsExactly("QUEUED", "QUEUED");
    }

    @Test
    void suppressedAddressesAndStoppedLeadsAreNotQueued() {
        LaneFixture lane = fixture.lane();
        OutboundMessage suppressed = lane.message();
        OutboundMessage stopped = lane.message();
        suppressions.add(ChannelType.EMAIL, suppressed.address(), Suppressions.Reason.UNSUBSCRIBED, null, null);
        jdbc.update("update lead set stopped_automation = true where id = ?", stopped.leadId());

        outbox.enqueue(List.of(suppressed, stopped));

        assertThat(fixture.state(suppressed.id())).isEqualTo("SUPPRESSED");
        assertThat(fixture.error(suppressed.id())).isEqualTo("unsubscribed");
        assertThat(fixture.state(stopped.id())).isEqualTo("SUPPRESSED");
        assertThat(fixture.error(stopped.id())).isEqualTo("stopped");
    }

    @Test
    void whatIsNotSentYetIsCancelledForEnrollmentsAndForAnOwner() {
        LaneFixture lane = fixture.lane();
        OutboundMessage one = lane.message();
        OutboundMessage two = lane.message();
        OutboundMessage three = lane.message();
        outbox.enqueue(List.of(one, two, three));

        assertThat(outbox.cancelForEnrollments(List.of(one.enrollmentId()), "replied")).isEqualTo(1);
        assertThat(outbox.cancelForEnrollments(List.of(), "replied")).isZero();
        assertThat(fixture.state(one.id())).isEqualTo("CANCELLED");
        assertThat(fixture.error(one.id())).isEqualTo("replied");

        assertThat(outbox.cancelForOwner(lane.ownerId(), "cancelled")).isEqualTo(2);
        assertThat(lane.states()).containsOnly("CANCELLED");
        FakeProvider provider = new FakeProvider();
        fixture.dispatcher(provider).runOnce();
        assertThat(provider.count(List.of(one, two, three))).isZero();
    }

    @Test
    void aMessageThatIsBeingHandedOverCannotBeCancelledButIsMarked() {
        LaneFixture lane = fixture.lane();
        OutboundMessage message = lane.message();
        outbox.enqueue(List.of(message));
        jdbc.update("update message set state = 'SENDING', pending = false where id = ?", message.id());

        assertThat(outbox.cancelForEnrollments(List.of(message.enrollmentId()), "replied")).isZero();
        assertThat(fixture.state(message.id())).isEqualTo("SENDING");
        assertThat(jdbc.queryForObject("select withdrawn from message where id = ?", String.class, message.id()))
                .isEqualTo("replied");
    }

    @Test
    void aLaneIsOneForSenderAndOwnerAndTakesNewSettings() {
        UUID sender = fixture.sender().id();
        UUID owner = Ids.next();
        SendWindow always = SendWindow.always(ZoneOffset.UTC);

        UUID first = lanes.open(new LaneSettings(sender, owner, null, 0, always, false));
        UUID again = lanes.open(new LaneSettings(sender, owner, 50, 120, always, true));

        assertThat(again).isEqualTo(first);
        assertThat(jdbc.queryForObject("select daily_limit from lane where id = ?", Integer.class, first))
                .isEqualTo(50);
        assertThat(lanes.ofSender(sender)).isEqualTo(lanes.ofSender(sender)).isNotEqualTo(first);
    }

    @Test
    void whatProvesThatAMessageLeftSettlesAnUnknownOutcome() {
        LaneFixture lane = fixture.lane();
        OutboundMessage message = lane.queued();
        jdbc.update("update message set state = 'UNKNOWN', pending = false, fenced_at = now() where id = ?",
                message.id());

        assertThat(outbox.confirmSent(List.of(message.id()))).isEqualTo(1);
        assertThat(outbox.confirmSent(List.of(message.id()))).isZero();
        assertThat(fixture.state(message.id())).isEqualTo("SENT");
        assertThat(fixture.row(message.id()).get("sent_at")).isEqualTo(fixture.row(message.id()).get("fenced_at"));
    }
}
