package dev.cadenza.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cadenza.channel.SendResult;
import dev.cadenza.testing.CadenzaTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** What {@code pause} promises: when it has returned, nothing more is handed over. */
@CadenzaTest
class PauseTest {

    @Autowired
    Lanes lanes;
    OutboxFixture fixture;
    final FakeProvider provider = new FakeProvider();
    final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void fixture(@Autowired ApplicationContext beans) {
        fixture = new OutboxFixture(beans);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void afterHoldHasReturnedNoHandOverBegins() throws Exception {
        provider.answering(mail -> {
            LockSupport.parkNanos(500_000);
            return new SendResult.Accepted(null);
        });
        for (int round = 0; round < 5; round++) {
            LaneFixture lane = fixture.lane();
            List<OutboundMessage> messages = lane.queued(300);
            List<Future<Integer>> nodes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                nodes.add(threads.submit(() -> fixture.dispatcher(provider).runOnce()));
            }
            int enough = 10 + 20 * round;
            await().until(() -> provider.count(messages) > enough);

            lanes.hold(lane.ownerId());
            long held = System.nanoTime();
            for (Future<Integer> node : nodes) {
                node.get();
            }

            List<java.util.UUID> mine = messages.stream().map(OutboundMessage::id).toList();
            assertThat(provider.handOvers.stream().filter(h -> mine.contains(h.mail().id())))
                    .allMatch(handOver -> handOver.atNanos() < held);
            long handed = provider.count(messages);
            assertThat(lane.count("SENT")).isEqualTo(handed);
            assertThat(lane.count("QUEUED")).isEqualTo(300 - handed).isPositive();

            lanes.release(lane.ownerId());
            fixture.dispatcher(provider).runOnce();
            assertThat(lane.states()).containsOnly("SENT");
        }
        assertThat(provider.ids()).doesNotHaveDuplicates();
    }

    @Test
    void holdWaitsForWhatAProviderIsWorkingOn() throws Exception {
        LaneFixture lane = fixture.lane();
        lane.queued();
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        provider.answering(mail -> {
            working.countDown();
            awaitUninterruptibly(finish);
            return new SendResult.Accepted(null);
        });
        Future<Integer> node = threads.submit(() -> fixture.dispatcher(provider).runOnce());
        working.await();

        Future<?> hold = threads.submit(() -> lanes.hold(lane.ownerId()));
        assertThatThrownBy(() -> hold.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        finish.countDown();
        node.get();
        hold.get();
        assertThat(lane.states()).containsExactly("SENT");
    }

    @Test
    void holdWaitsForAFenceThatIsNotCommittedYet(@Autowired Fence fence, @Autowired TransactionTemplate transaction)
            throws Exception {
        LaneFixture lane = fixture.lane();
        OutboundMessage message = lane.queued();
        List<Group> groups = new ArrayList<>();
        fixture.dispatcher(provider).claim(any -> true, groups::add);
        Group mine = groups.stream().filter(g -> g.claim().lane().id().equals(lane.id())).findFirst().orElseThrow();
        CountDownLatch raised = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        Future<?> fencing = threads.submit(() -> transaction.executeWithoutResult(status -> {
            fence.raise(mine, Set.of(message.id()), false);
            raised.countDown();
            awaitUninterruptibly(commit);
        }));
        raised.await();

        Future<?> hold = threads.submit(() -> lanes.hold(lane.ownerId()));
        assertThatThrownBy(() -> hold.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        commit.countDown();
        fencing.get();
        assertThatThrownBy(() -> hold.get(300, TimeUnit.MILLISECONDS)).as("now the message is being handed over")
                .isInstanceOf(TimeoutException.class);

        fixture.beans.getBean(Ledger.class).exchange(List.of(new Outcome(mine.claim(), mine.messages().get(0),
                new SendResult.Accepted(null), fixture.now())), null, Set.of(), false);
        hold.get();
    }

    @Test
    void whatIsClaimedAndNotFencedGoesBackToTheQueue() throws Exception {
        LaneFixture lane = fixture.lane();
        List<OutboundMessage> messages = lane.queued(3);
        Dispatcher dispatcher = fixture.dispatcher(provider);
        List<Group> groups = new ArrayList<>();
        dispatcher.claim(any -> true, groups::add);
        assertThat(lane.states()).containsOnly("CLAIMED");

        lanes.hold(lane.ownerId());
        Hand hand = dispatcher.hand();
        for (Group group : groups) {
            hand.turn(group);
        }
        hand.turn(null);

        assertThat(provider.count(messages)).isZero();
        assertThat(lane.states()).containsOnly("QUEUED");
        assertThat(fixture.jdbc.queryForObject(
                "select count(*) from outbox_claim where lane_id = ? and done_at is null", Integer.class, lane.id()))
                .isZero();
    }

    @Test
    void whoeverIsCancelledWhileNodesSendGetsItBeforeOrNever() throws Exception {
        LaneFixture lane = fixture.lane();
        List<OutboundMessage> messages = lane.queued(400);
        provider.answering(mail -> {
            LockSupport.parkNanos(200_000);
            return new SendResult.Accepted(null);
        });
        Future<Integer> node = threads.submit(() -> fixture.dispatcher(provider).runOnce());
        Future<Integer> other = threads.submit(() -> fixture.dispatcher(provider).runOnce());
        int cancelled = 0;
        for (int i = messages.size() - 1; i >= 0; i -= 4) {
            List<java.util.UUID> leaving = messages.subList(Math.max(0, i - 3), i + 1).stream()
                    .map(OutboundMessage::enrollmentId).toList();
            cancelled += fixture.outbox.cancelForEnrollments(leaving, "replied");
        }
        node.get();
        other.get();

        assertThat(lane.count("CANCELLED")).isEqualTo(cancelled).isPositive();
        assertThat(lane.count("SENT")).isEqualTo(400 - cancelled).isEqualTo(provider.count(messages));
        assertThat(lane.states()).containsOnly("SENT", "CANCELLED");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
