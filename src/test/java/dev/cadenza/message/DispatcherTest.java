package dev.cadenza.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.OutgoingMail;
import dev.cadenza.channel.SendResult;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.CadenzaTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@CadenzaTest
class DispatcherTest {

    @Autowired
    Suppressions suppressions;
    @Autowired
    OutboxSettings settings;
    OutboxFixture fixture;
    final FakeProvider provider = new FakeProvider();

    @BeforeEach
    void fixture(@Autowired ApplicationContext beans) {
        fixture = new OutboxFixture(beans);
    }

    @Test
    void aDueMessageIsSentWithTheContentOfItsDraft() {
        LaneFixture lane = fixture.lane();
        OutboundMessage message = lane.queued();

        fixture.dispatcher(provider).runOnce();

        OutgoingMail mail = provider.handOvers.stream().map(FakeProvider.HandOver::mail)
                .filter(m -> m.id().equals(message.id())).findFirst().orElseThrow();
        assertThat(mail.subject()).isEqualTo("Hello");
        assertThat(mail.html()).contains("<p>Dear <b>lead</b></p>");
        assertThat(mail.text()).contains("Dear lead");
        assertThat(mail.fromAddress()).isEqualTo(lane.sender().email());
        assertThat(mail.fromName()).isEqualTo("Sally Sender");
        assertThat(mail.to()).isEqualTo(message.address());
        assertThat(mail.messageId()).startsWith("<" + message.id() + "@");
        assertThat(fixture.row(message.id())).containsEntry("state", "SENT").containsEntry("attempt", 1)
                .containsEntry("provider_id", "p-" + message.id()).containsEntry("pending", false);
        assertThat(fixture.row(message.id()).get("sent_at")).isNotNull();
    }

    @Test
    void nothingGoesBeforeItsTime() {
        LaneFixture lane = fixture.lane();
        OutboundMessage later = lane.queued(lane.message(null, null, null, fixture.now().plusSeconds(60)));

        fixture.dispatcher(provider).runOnce();
        assertThat(provider.ids()).doesNotContain(later.id());

        fixture.advance(Duration.ofSeconds(60));
        fixture.dispatcher(provider).runOnce();
        assertThat(provider.ids()).containsOnlyOnce(later.id());
    }

    @Test
    void messagesGoInGroupsAndEachOnceWhileSeveralNodesSend() throws Exception {
        LaneFixture lane = fixture.lane();
        LaneFixture other = fixture.lane();
        List<OutboundMessage> messages = lane.queued(700);
        List<OutboundMessage> more = other.queued(300);
        ExecutorService nodes = Executors.newFixedThreadPool(6);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<Integer>> sent = IntStream.range(0, 6).mapToObj(i -> nodes.submit(() -> {
                Dispatcher dispatcher = fixture.dispatcher(provider);
                start.await();
                int handed = 0;
                for (int turn = 0; turn < 4; turn++) {
                    handed += dispatcher.runOnce();
                }
                return handed;
            })).toList();
            start.countDown();
            for (Future<Integer> future : sent) {
                future.get();
            }
        } finally {
            nodes.shutdownNow();
        }

        assertThat(provider.ids()).doesNotHaveDuplicates();
        assertThat(provider.count(messages)).isEqualTo(700);
        assertThat(provider.count(more)).isEqualTo(300);
        assertThat(lane.states()).containsOnly("SENT");
        assertThat(provider.groups).allMatch(size -> size <= settings.groupSize());
        assertThat(provider.groups.stream().filter(size -> size == settings.groupSize()).count()).isGreaterThan(50);
    }

    @Test
    void aDeferredMessageIsTriedAgainLaterAndFailsAtLast() {
        LaneFixture lane = fixture.lane();
        OutboundMessage message = lane.queued();
        provider.answering(mail -> new SendResult.Deferred("451 greylisted", Duration.ofSeconds(10)));

        fixture.dispatcher(provider).runOnce();

        assertThat(fixture.row(message.id())).containsEntry("state", "QUEUED").containsEntry("attempt", 1)
                .containsEntry("pending", true).containsEntry("error", "451 greylisted");
        assertThat(fixture.scheduledFor(message.id())).isEqualTo(fixture.now().plus(settings.retryAfter()));
        for (int attempt = 2; attempt <= settings.maxAttempts(); attempt++) {
            fixture.advance(settings.maxRetryAfter());
            fixture.dispatcher(provider).runOnce();
        }
        assertThat(fixture.row(message.id())).containsEntry("state", "FAILED")
                .containsEntry("error", "After 30 attempts: 451 greylisted");
        assertThat(provider.ids().stream().filter(message.id()::equals)).hasSize(settings.maxAttempts());
    }

    @Test
    void theServersOwnPauseIsKept() {
        OutboundMessage message = fixture.lane().queued();
        provider.answering(mail -> new SendResult.Deferred("421 in an hour", Duration.ofHours(2)));

        fixture.dispatcher(provider).runOnce();

        assertThat(fixture.scheduledFor(message.id())).isEqualTo(fixture.now().plus(Duration.ofHours(2)));
    }

    @Test
    void aRefusedMessageFails() {
        OutboundMessage message = fixture.lane().queued();
        provider.answering(mail -> new SendResult.Refused("554 policy\0", false));

        fixture.dispatcher(provider).runOnce();

        assertThat(fixture.row(message.id())).containsEntry("state", "FAILED").containsEntry("error", "554 policy ");
    }

    @Test
    void aBadAddressBouncesAndGetsNothingMore() {
        OutboundMessage message = fixture.lane().queued();
        provider.answering(mail -> new SendResult.Refused("550 no such user", true));

        fixture.dispatcher(provider).runOnce();

        assertThat(fixture.row(message.id())).containsEntry("state", "BOUNCED")
                .containsEntry("error", "550 no such user");
        assertThat(fixture.row(message.id()).get("bounced_at")).isNotNull();
        assertThat(suppressions.contains(ChannelType.EMAIL, message.address())).isTrue();
    }

    @Test
    void anUnknownOutcomeIsNeverTriedAgain() {
        OutboundMessage message = fixture.lane().queued();
        provider.answering(mail -> new SendResult.Unknown("connection reset"));

        fixture.dispatcher(provider).runOnce();
        fixture.advance(Duration.ofDays(2));
        fixture.dispatcher(provider).runOnce();

        assertThat(fixture.row(message.id())).containsEntry("state", "UNKNOWN")
                .containsEntry("error", "connection reset");
        assertThat(provider.ids()).containsOnlyOnce(message.id());
    }

    @Test
    void aProviderThatFailsLeavesOutcomesItDidNotReportUnknown() {
        LaneFixture lane = fixture.lane();
        List<OutboundMessage> messages = lane.queued(3);
        UUID second = messages.get(1).id();
        provider.answering(mail -> {
            if (mail.id().equals(second)) {
                throw new IllegalStateException("a bug");
            }
            return new SendResult.Accepted(null);
        });

        fixture.dispatcher(provider).runOnce();

        assertThat(lane.count("UNKNOWN")).isBetween(1L, 3L);
        assertThat(fixture.state(second)).isEqualTo("UNKNOWN");
        assertThat(lane.states()).containsOnly("SENT", "UNKNOWN");
        assertThat(fixture.error(second)).contains("a bug");
    }

    @Test
    void aMessageWithoutContentFails() {
        OutboundMessage message = fixture.lane().queued();
        fixture.jdbc.update("delete from draft where id = ?", message.draftId());

        fixture.dispatcher(provider).runOnce();

        assertThat(fixture.state(message.id())).isEqualTo("FAILED");
        assertThat(provider.ids()).doesNotContain(message.id());
    }

    @Test
    void aLeadThatLeftWhileItsMessageWasDeferredGetsNoOtherAttempt() {
        OutboundMessage message = fixture.lane().queued();
        provider.answering(mail -> {
            fixture.outbox.cancelForEnrollments(List.of(message.enrollmentId()), "replied");
            return new SendResult.Deferred("busy", Duration.ZERO);
        });

        fixture.dispatcher(provider).runOnce();

        assertThat(fixture.row(message.id())).containsEntry("state", "CANCELLED").containsEntry("error", "replied")
                .containsEntry("pending", false);
    }

    @Test
    void aMessageGoesNoSoonerThanItsDelayAfterTheOneBeforeReallyWent() {
        LaneFixture lane = fixture.lane();
        OutboundMessage first = lane.queued();
        OutboundMessage second = lane.queued(lane.message(first.id(), Duration.ofHours(4), null, fixture.now()));
        fixture.jdbc.update("update message set scheduled_for = ? where id = ?",
                Sql.time(fixture.now().plusSeconds(3600)), first.id());

        fixture.dispatcher(provider).runOnce();
        assertThat(provider.ids()).as("the first has not gone").doesNotContain(second.id());
        assertThat(fixture.scheduledFor(second.id())).isEqualTo(fixture.now().plus(Duration.ofHours(5)));

        fixture.advance(Duration.ofHours(5));
        fixture.dispatcher(provider).runOnce();
        assertThat(provider.ids()).as("the first went late").contains(first.id()).doesNotContain(second.id());
        assertThat(fixture.scheduledFor(second.id())).isEqualTo(fixture.now().plus(Duration.ofHours(4)));

        fixture.advance(Duration.ofHours(4));
        fixture.dispatcher(provider).runOnce();
        assertThat(provider.ids()).contains(second.id());
    }

    @Test
    void aMessageWhosePredecessorNeverWentGoesInItsOwnTime() {
        LaneFixture lane = fixture.lane();
        OutboundMessage first = lane.queued();
        fixture.outbox.cancelForEnrollments(List.of(first.enrollmentId()), "rejected");
        OutboundMessage second = lane.queued(lane.message(first.id(), Duration.ofHours(4), null, fixture.now()));

        fixture.dispatcher(provider).runOnce();

        assertThat(provider.ids()).contains(second.id());
    }

    @Test
    void suppressionAndStopHoldUntilTheLastMoment() {
        LaneFixture lane = fixture.lane();
        List<OutboundMessage> messages = lane.queued(3);
        suppressions.add(ChannelType.EMAIL, messages.get(0).address(), Suppressions.Reason.COMPLAINED, null, null);
        fixture.jdbc.update("update lead set stopped_automation = true where id = ?", messages.get(1).leadId());

        fixture.dispatcher(provider).runOnce();

        assertThat(lane.states()).containsExactlyInAnyOrder("SUPPRESSED", "SUPPRESSED", "SENT");
        assertThat(fixture.error(messages.get(0).id())).isEqualTo("complained");
        assertThat(fixture.error(messages.get(1).id())).isEqualTo("stopped");
        assertThat(provider.ids()).doesNotContain(messages.get(0).id(), messages.get(1).id());
    }

    @Test
    void aDeactivatedSendersMessagesWait() {
        LaneFixture lane = fixture.lane();
        OutboundMessage message = lane.queued();
        fixture.jdbc.update("update sender_account set active = false where id = ?", lane.sender().id());

        fixture.dispatcher(provider).runOnce();
        assertThat(fixture.state(message.id())).isEqualTo("QUEUED");

        fixture.jdbc.update("update sender_account set active = true where id = ?", lane.sender().id());
        fixture.dispatcher(provider).runOnce();
        assertThat(fixture.state(message.id())).isEqualTo("SENT");
    }

    @Test
    void aTestSendBringsItsOwnContent() {
        Sender sender = fixture.sender();
        UUID id = fixture.outbox.sendAlone(new AloneMessage(ChannelType.EMAIL, sender.id(), "me-" + Ids.next()
                + "@example.com", null, "A test", "<p>x</p>", "x"));

        fixture.dispatcher(provider).runOnce();

        assertThat(fixture.state(id)).isEqualTo("SENT");
        assertThat(provider.handOvers.stream().map(FakeProvider.HandOver::mail).filter(m -> m.id().equals(id)))
                .singleElement().satisfies(mail -> {
                    assertThat(mail.subject()).isEqualTo("A test");
                    assertThat(mail.headers()).isEmpty();
                });
    }

    @Test
    void aClaimOfWhichNothingWasSentIsDoneWith() {
        LaneFixture lane = fixture.lane();
        lane.queued();
        provider.answering(mail -> new SendResult.Refused("no such thing", false));
        fixture.dispatcher(provider).runOnce();
        assertThat(lane.states()).containsExactly("FAILED");

        fixture.beans.getBean(SentRollUp.class).run();

        assertThat(fixture.jdbc.queryForObject("select count(*) from outbox_claim where lane_id = ?", Integer.class,
                lane.id())).isZero();
    }

    @Test
    void whatWasSentIsCarriedToTheLead() {
        LaneFixture lane = fixture.lane();
        OutboundMessage message = lane.queued();
        fixture.dispatcher(provider).runOnce();

        fixture.beans.getBean(SentRollUp.class).run();
        fixture.beans.getBean(SentRollUp.class).run();

        assertThat(fixture.jdbc.queryForObject("select last_message_sent_at from lead where id = ?",
                java.time.OffsetDateTime.class, message.leadId()).toInstant()).isEqualTo(fixture.now());
        assertThat(fixture.jdbc.queryForObject("select pace_sent from lane where id = ?", Integer.class, lane.id()))
                .isEqualTo(1);
        assertThat(fixture.jdbc.queryForObject("select count(*) from outbox_claim where lane_id = ?", Integer.class,
                lane.id())).isZero();
    }
}
