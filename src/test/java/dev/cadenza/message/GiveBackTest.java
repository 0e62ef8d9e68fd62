package dev.cadenza.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.testing.CadenzaTest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Slots of a limit that were not used are given back once, whoever notices. */
@CadenzaTest
class GiveBackTest {

    @Autowired
    ApplicationContext beans;

    private OutboxFixture fixture;

    @BeforeEach
    void fixture() {
        fixture = new OutboxFixture(beans);
        fixture.freshDay();
    }

    @Test
    void aNodeWhoseClaimAnotherTookOverGivesNothingBackAgain() {
        LaneFixture lane = fixture.lane(fixture.sender(5, 0, ZoneOffset.UTC), null, 0, SendWindow.always(ZoneOffset.UTC),
                false);
        List<OutboundMessage> messages = lane.queued(8);
        Dispatcher slow = fixture.dispatcher("slow-node", new FakeProvider());
        List<Group> groups = claimed(slow, lane);
        assertThat(sent(lane)).isEqualTo(5);

        FakeProvider provider = new FakeProvider();
        fixture.dispatcher(provider).runOnce();
        assertThat(provider.count(messages)).as("sent by the node that took over").isEqualTo(5);
        groups.forEach(group -> slow.putBack(group.claim(), group.messages()));

        assertThat(sent(lane)).isEqualTo(5);
        fixture.dispatcher(provider).runOnce();
        assertThat(provider.count(messages)).as("the limit").isEqualTo(5);
    }

    @Test
    void aGapThatALaterMessageBeganStays() {
        LaneFixture lane = fixture.lane(fixture.sender(), null, 60, SendWindow.always(ZoneOffset.UTC), false);
        lane.queued(3);
        Dispatcher slow = fixture.dispatcher("slow-node-" + lane.id(), new FakeProvider());
        List<Group> first = claimed(slow, lane);
        fixture.advance(Duration.ofSeconds(60));
        Dispatcher other = fixture.dispatcher("other-node-" + lane.id(), new FakeProvider());
        claimed(other, lane);
        Instant next = next(lane);

        first.forEach(group -> slow.putBack(group.claim(), group.messages()));

        assertThat(next(lane)).isEqualTo(next);
    }

    @Test
    void aMessageThatWaitedInTheQueueKeepsItsDistanceToOneThatDidNot() throws Exception {
        LaneFixture lane = fixture.lane(fixture.sender(), null, 60, SendWindow.always(ZoneOffset.UTC), false);
        List<OutboundMessage> messages = lane.queued(2);
        FakeProvider provider = new FakeProvider();
        Dispatcher slow = fixture.dispatcher("waiting-node-" + lane.id(), provider);
        List<Group> waiting = claimed(slow, lane);
        fixture.advance(Duration.ofSeconds(60));
        Dispatcher quick = fixture.dispatcher("quick-node-" + lane.id(), provider);
        Hand hand = quick.hand();
        for (Group group : claimed(quick, lane)) {
            hand.turn(group);
        }
        hand.turn(null);
        fixture.advance(Duration.ofSeconds(1));

        slow.hand().turn(waiting.get(0));

        assertThat(provider.count(messages)).as("handed over within a second").isEqualTo(1);
        fixture.advance(Duration.ofSeconds(58));
        fixture.dispatcher(provider).runOnce();
        assertThat(provider.count(messages)).isEqualTo(1);
        fixture.advance(Duration.ofSeconds(1));
        fixture.dispatcher(provider).runOnce();
        assertThat(provider.count(messages)).isEqualTo(2);
    }

    private static List<Group> claimed(Dispatcher dispatcher, LaneFixture lane) {
        List<Group> groups = new ArrayList<>();
        dispatcher.claim(ready -> true, group -> {
            if (group.claim().lane().id().equals(lane.id())) {
                groups.add(group);
            } else {
                dispatcher.putBack(group.claim(), group.messages());
            }
        });
        return groups;
    }

    private int sent(LaneFixture lane) {
        return fixture.jdbc.queryForObject("select pace_sent from sender_account where id = ?", Integer.class,
                lane.sender().id());
    }

    private Instant next(LaneFixture lane) {
        return fixture.jdbc.queryForObject("select pace_next_at from lane where id = ?", OffsetDateTime.class, lane.id())
                .toInstant();
    }
}
