package dev.cadenza.message;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.channel.SendResult;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The clock stands on Wednesday 3 June 2026, 10:00 UTC, unless a test moves it. */
@CadenzaTest
class PaceOfSendingTest {

    private static final SendWindow ALWAYS = SendWindow.always(ZoneOffset.UTC);
    private static final SendWindow OFFICE_IN_BERLIN = new SendWindow(LocalTime.of(9, 0), LocalTime.of(18, 0),
            EnumSet.range(MONDAY, FRIDAY), ZoneId.of("Europe/Berlin"));

    @Autowired
    TestClock clock;
    @Autowired
    Claimer claimer;
    OutboxFixture fixture;
    final FakeProvider provider = new FakeProvider();

    @BeforeEach
    void fixture(@Autowired ApplicationContext beans) {
        fixture = new OutboxFixture(beans);
    }

    private void run() {
        fixture.dispatcher(provider).runOnce();
    }

    @Test
    void aSendersLimitHoldsAcrossCampaignsAndNodes() throws Exception {
        Sender sender = fixture.sender(5, 0, ZoneOffset.UTC);
        List<OutboundMessage> messages = new ArrayList<>();
        for (int campaign = 0; campaign < 3; campaign++) {
            messages.addAll(fixture.lane(sender, null, 0, ALWAYS, false).queued(10));
        }

        onNodes(4);
        onNodes(4);
        assertThat(provider.count(messages)).isEqualTo(5);

        clock.set(Instant.parse("2026-06-04T00:00:00Z"));
        onNodes(4);
        run();
        assertThat(provider.count(messages)).isEqualTo(10);

        clock.advance(Duration.ofDays(3));
        run();
        assertThat(provider.count(messages)).as("days without sending are not made up for").isEqualTo(15);
    }

    @Test
    void theLimitsOfACampaignAndOfItsSenderBothHold() {
        Sender sender = fixture.sender(7, 0, ZoneOffset.UTC);
        List<OutboundMessage> narrow = fixture.lane(sender, 3, 0, ALWAYS, false).queued(10);
        List<OutboundMessage> wide = fixture.lane(sender, 100, 0, ALWAYS, false).queued(10);

        run();

        assertThat(provider.count(narrow)).isLessThanOrEqualTo(3);
        assertThat(provider.count(narrow) + provider.count(wide)).isEqualTo(7);
    }

    @Test
    void theDayIsTheSendersOwn() {
        Sender sender = fixture.sender(1, 0, ZoneId.of("America/New_York"));
        List<OutboundMessage> messages = fixture.lane(sender, null, 0, ALWAYS, false).queued(2);
        run();

        clock.set(Instant.parse("2026-06-04T03:59:59Z"));
        run();
        assertThat(provider.count(messages)).as("still 3 June in New York").isEqualTo(1);

        clock.set(Instant.parse("2026-06-04T04:00:00Z"));
        run();
        assertThat(provider.count(messages)).isEqualTo(2);
    }

    @Test
    void aGapHoldsBetweenAllMailsOfASender() {
        Sender sender = fixture.sender(null, 120, ZoneOffset.UTC);
        List<OutboundMessage> messages = new ArrayList<>(fixture.lane(sender, null, 0, ALWAYS, false).queued(2));
        messages.addAll(fixture.lane(sender, null, 0, ALWAYS, false).queued(2));

        for (int sent = 1; sent <= 4; sent++) {
            run();
            run();
            assertThat(provider.count(messages)).isEqualTo(sent);
            clock.advance(Duration.ofSeconds(119));
            run();
            assertThat(provider.count(messages)).isEqualTo(sent);
            clock.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void aGapIsCountedFromWhenTheMailWent() {
        LaneFixture lane = fixture.lane(fixture.sender(), null, 60, ALWAYS, false);
        List<OutboundMessage> messages = lane.queued(2);
        provider.answering(mail -> {
            clock.advance(Duration.ofSeconds(30)); // a slow server
            return new SendResult.Accepted(null);
        });
        run();

        clock.advance(Duration.ofSeconds(59));
        run();
        assertThat(provider.count(messages)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        run();
        assertThat(provider.count(messages)).isEqualTo(2);
    }

    @Test
    void slotsOfWhatIsNotSentAreGivenBack() {
        LaneFixture lane = fixture.lane(fixture.sender(100, 0, ZoneOffset.UTC), 3, 0, ALWAYS, false);
        List<OutboundMessage> messages = lane.queued(5);
        Dispatcher dispatcher = fixture.dispatcher(provider);
        List<Group> groups = new ArrayList<>();
        dispatcher.claim(any -> true, groups::add);
        Group mine = groups.stream().filter(g -> g.claim().lane().id().equals(lane.id())).findFirst().orElseThrow();
        assertThat(mine.messages()).hasSize(3);
        fixture.outbox.cancelForEnrollments(List.of(enrollmentOf(messages, mine.messages().get(0))), "replied");
        work(dispatcher, groups);

        assertThat(provider.count(messages)).isEqualTo(2);
        run();
        assertThat(provider.count(messages)).as("the third slot of the day is still there").isEqualTo(3);
        assertThat(sent("lane", lane.id())).isEqualTo(3);
        assertThat(sent("sender_account", lane.sender().id())).isEqualTo(3);
    }

    @Test
    void aDeferredMessageTakesNoSlot() {
        LaneFixture lane = fixture.lane(fixture.sender(), 1, 0, ALWAYS, false);
        OutboundMessage message = lane.queued();
        provider.answering(mail -> new SendResult.Deferred("busy", Duration.ZERO));
        run();
        clock.advance(Duration.ofMinutes(1));
        provider.answering(mail -> new SendResult.Accepted(null));
        run();

        assertThat(fixture.state(message.id())).isEqualTo("SENT");
        assertThat(sent("lane", lane.id())).isEqualTo(1);
    }

    @Test
    void outsideItsWindowALaneSendsNothing() {
        List<OutboundMessage> messages = fixture.lane(fixture.sender(), null, 0, OFFICE_IN_BERLIN, false).queued(3);
        clock.set(Instant.parse("2026-06-03T16:00:00Z")); // 18:00 in Berlin

        run();
        assertThat(provider.count(messages)).isZero();

        clock.set(Instant.parse("2026-06-04T06:59:59Z"));
        run();
        assertThat(provider.count(messages)).isZero();

        clock.set(Instant.parse("2026-06-04T07:00:00Z"));
        run();
        assertThat(provider.count(messages)).isEqualTo(3);
    }

    @Test
    void aWindowInTheLeadsOwnTimeMovesEachMessageToItsLeadsMorning() {
        LaneFixture lane = fixture.lane(fixture.sender(), null, 0, OFFICE_IN_BERLIN, true);
        OutboundMessage london = lane.queued(lane.message("Europe/London"));
        OutboundMessage tokyo = lane.queued(lane.message("Asia/Tokyo"));
        OutboundMessage newYork = lane.queued(lane.message("America/New_York"));
        OutboundMessage nowhere = lane.queued(lane.message((String) null));
        OutboundMessage mistyped = lane.queued(lane.message("Europe/Atlantis"));

        run();

        assertThat(provider.ids()).contains(london.id(), nowhere.id(), mistyped.id())
                .doesNotContain(tokyo.id(), newYork.id());
        assertThat(fixture.scheduledFor(tokyo.id())).isEqualTo("2026-06-04T00:00:00Z");
        assertThat(fixture.scheduledFor(newYork.id())).isEqualTo("2026-06-03T13:00:00Z");
        clock.set(Instant.parse("2026-06-03T13:00:00Z"));
        run();
        assertThat(provider.ids()).contains(newYork.id()).doesNotContain(tokyo.id());
    }

    @Test
    void whatWaitedTooLongInANodeIsNotSentOutsideItsWindowOrOnAnotherDay() {
        LaneFixture office = fixture.lane(fixture.sender(), null, 0, OFFICE_IN_BERLIN, false);
        LaneFixture limited = fixture.lane(fixture.sender(), 2, 0, ALWAYS, false);
        List<OutboundMessage> inOffice = office.queued(2);
        List<OutboundMessage> perDay = limited.queued(2);
        Dispatcher dispatcher = fixture.dispatcher(provider);
        List<Group> groups = new ArrayList<>();
        dispatcher.claim(any -> true, groups::add);

        clock.set(Instant.parse("2026-06-04T00:30:00Z"));
        work(dispatcher, groups);

        assertThat(provider.count(inOffice) + provider.count(perDay)).isZero();
        assertThat(office.states()).containsOnly("QUEUED");
        run();
        assertThat(provider.count(perDay)).as("in slots of the new day").isEqualTo(2);
    }

    private void onNodes(int count) throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(count);
        try {
            List<Future<Integer>> turns = IntStream.range(0, count)
                    .mapToObj(i -> nodes.submit(() -> fixture.dispatcher("node-" + Ids.next(), provider).runOnce()))
                    .toList();
            for (Future<Integer> turn : turns) {
                turn.get();
            }
        } finally {
            nodes.shutdownNow();
        }
    }

    private static void work(Dispatcher dispatcher, List<Group> groups) {
        Hand hand = dispatcher.hand();
        try {
            for (Group group : groups) {
                hand.turn(group);
            }
            hand.turn(null);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static java.util.UUID enrollmentOf(List<OutboundMessage> messages, ClaimedMessage claimed) {
        return messages.stream().filter(m -> m.id().equals(claimed.id())).findFirst().orElseThrow().enrollmentId();
    }

    private int sent(String table, java.util.UUID id) {
        return fixture.jdbc.queryForObject("select pace_sent from " + table + " where id = ?", Integer.class, id);
    }
}
