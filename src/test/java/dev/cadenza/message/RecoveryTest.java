package dev.cadenza.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.channel.SendResult;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.CadenzaTest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A node that dies is a dispatcher that is left in the middle and whose lease runs out. */
@CadenzaTest
class RecoveryTest {

    @Autowired
    Ledger ledger;
    @Autowired
    Recovery recovery;
    @Autowired
    Nodes nodes;
    OutboxFixture fixture;
    final FakeProvider provider = new FakeProvider();
    final String dying = "node-" + Ids.next();

    @BeforeEach
    void fixture(@Autowired ApplicationContext beans) {
        fixture = new OutboxFixture(beans);
    }

    private List<Group> claimed(LaneFixture lane) {
        List<Group> groups = new ArrayList<>();
        Dispatcher dispatcher = fixture.dispatcher(dying, provider);
        dispatcher.alive();
        dispatcher.claim(any -> true, groups::add);
        return groups.stream().filter(group -> group.claim().lane().id().equals(lane.id())).toList();
    }

    private Set<UUID> fence(Group group) {
        return ledger.exchange(List.of(), group,
                Set.copyOf(group.messages().stream().map(ClaimedMessage::id).toList()), false);
    }

    private void dies() {
        fixture.jdbc.update("update outbox_node set lease_until = clock_timestamp() - interval '1 second'"
                + " where node = ?", dying);
    }

    @Test
    void whatADeadNodeHadOnlyClaimedIsSentByAnother() {
        LaneFixture lane = fixture.lane(fixture.sender(), 5, 0, SendWindow.always(ZoneOffset.UTC), false);
        List<OutboundMessage> messages = lane.queued(5);
        claimed(lane);
        fixture.dispatcher(provider).runOnce();
        assertThat(provider.count(messages)).as("while the node lives").isZero();

        dies();
        fixture.dispatcher(provider).runOnce();

        assertThat(provider.count(messages)).as("in the slots that it had taken").isEqualTo(5);
        assertThat(lane.states()).containsOnly("SENT");
    }

    @Test
    void whatADeadNodeHadFencedIsOfUnknownOutcomeAndNeverSentAgain() {
        LaneFixture lane = fixture.lane();
        List<OutboundMessage> messages = lane.queued(3);
        List<Group> groups = claimed(lane);
        assertThat(fence(groups.get(0))).hasSize(3);

        dies();
        fixture.dispatcher(provider).runOnce();
        fixture.advance(Duration.ofDays(3));
        fixture.dispatcher(provider).runOnce();

        assertThat(lane.states()).containsOnly("UNKNOWN");
        assertThat(provider.count(messages)).isZero();
        assertThat(fixture.error(messages.get(0).id())).contains("stopped while it was handing");
    }

    @Test
    void aNodeThatWasOnlySlowCannotSendWhatWasTakenFromIt() {
        LaneFixture lane = fixture.lane();
        List<OutboundMessage> messages = lane.queued(3);
        List<Group> groups = claimed(lane);
        dies();
        fixture.dispatcher(provider).runOnce();
        assertThat(provider.count(messages)).isEqualTo(3);

        assertThat(fence(groups.get(0))).isEmpty();
    }

    @Test
    void aNodeThatWasOnlySlowStillKnowsWhatBecameOfItsMessages() {
        LaneFixture lane = fixture.lane();
        OutboundMessage message = lane.queued();
        Group group = claimed(lane).get(0);
        fence(group);
        dies();
        fixture.dispatcher(provider).runOnce();
        assertThat(fixture.state(message.id())).isEqualTo("UNKNOWN");

        ledger.exchange(List.of(new Outcome(group.claim(), group.messages().get(0), new SendResult.Accepted("250 ok"),
                fixture.now())), null, Set.of(), false);

        assertThat(fixture.row(message.id())).containsEntry("state", "SENT").containsEntry("provider_id", "250 ok")
                .containsEntry("attention", false);
    }

    @Test
    void aLateWordAboutAnAttemptThatAPersonRepeatedChangesNothing() {
        LaneFixture lane = fixture.lane();
        OutboundMessage message = lane.queued();
        Group group = claimed(lane).get(0);
        fence(group);
        dies();
        recovery.run("other", List.of());
        fixture.beans.getBean(Settlement.class).resolve(message.id(), Settlement.Decision.SEND_AGAIN);

        Outcome late = new Outcome(group.claim(), group.messages().get(0),
                new SendResult.Deferred("late", Duration.ofDays(1)), fixture.now());

        ledger.exchange(List.of(late), null, Set.of(), false);
        assertThat(fixture.state(message.id())).isEqualTo("QUEUED");
        assertThat(fixture.scheduledFor(message.id())).isEqualTo(fixture.now());

        fence(claimed(lane).get(0));
        ledger.exchange(List.of(late), null, Set.of(), false);
        assertThat(fixture.state(message.id())).isEqualTo("SENDING");
    }

    @Test
    void aFenceWhoseCommitWasNotHeardOfCanBeRaisedAgainAndPutBack() {
        LaneFixture lane = fixture.lane();
        lane.queued(2);
        Group group = claimed(lane).get(0);
        Set<UUID> first = fence(group);

        assertThat(fence(group)).as("an ordinary fence finds nothing claimed").isEmpty();
        assertThat(ledger.exchange(List.of(), group, first, true)).isEqualTo(first);
        assertThat(fixture.row(group.messages().get(0).id())).containsEntry("attempt", 1);

        ledger.release(group.claim(), first, List.of());
        assertThat(lane.states()).containsOnly("QUEUED");
    }

    @Test
    void anAliveNodesOwnLostClaimIsFoundWhenItIsOld() {
        LaneFixture lane = fixture.lane();
        lane.queued(2);
        List<Group> groups = claimed(lane);
        UUID claim = groups.get(0).claim().id();
        fixture.advance(Duration.ofMinutes(1));

        recovery.run(dying, List.of(claim));
        assertThat(lane.states()).as("it works on it").containsOnly("CLAIMED");

        recovery.run(dying, List.of());
        assertThat(lane.states()).containsOnly("QUEUED");
    }

    @Test
    void aNodeThatEndsInGoodOrderIsForgotten() {
        nodes.alive(dying);
        nodes.gone(dying);

        assertThat(fixture.jdbc.queryForObject("select count(*) from outbox_node where node = ?", Integer.class, dying))
                .isZero();
    }
}
