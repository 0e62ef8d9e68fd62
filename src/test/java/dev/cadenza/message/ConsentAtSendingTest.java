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

/** A campaign that needs consent sends to nobody without one, and nothing goes to an address that was erased. */
@CadenzaTest
class ConsentAtSendingTest {

    @Autowired
    ApplicationContext beans;

    private OutboxFixture fixture;
    private LaneFixture lane;

    @BeforeEach
    void aLaneThatNeedsConsent() {
        fixture = new OutboxFixture(beans);
        Sender sender = fixture.sender();
        UUID owner = Ids.next();
        lane = new LaneFixture(fixture, fixture.lanes.open(new LaneSettings(sender.id(), owner, null, 0,
                SendWindow.always(ZoneOffset.UTC), false, true, true, true)), owner, sender);
    }

    @Test
    void withoutConsentNothingIsQueued() {
        OutboundMessage without = lane.message();
        OutboundMessage with = lane.message();
        OutboundMessage withdrawn = lane.message();
        says(with, true);
        says(withdrawn, true);
        says(withdrawn, false);

        fixture.outbox.enqueue(List.of(without, with, withdrawn));

        assertThat(fixture.state(without.id())).isEqualTo("SUPPRESSED");
        assertThat(fixture.error(without.id())).isEqualTo("no consent");
        assertThat(fixture.state(with.id())).isEqualTo("QUEUED");
        assertThat(fixture.state(withdrawn.id())).isEqualTo("SUPPRESSED");
    }

    @Test
    void aConsentThatIsTakenBackBeforeTheHandOverStopsTheMessage() {
        OutboundMessage message = lane.message();
        says(message, true);
        fixture.outbox.enqueue(List.of(message));
        says(message, false);
        FakeProvider provider = new FakeProvider();

        fixture.dispatcher(provider).runOnce();

        assertThat(provider.ids()).doesNotContain(message.id());
        assertThat(fixture.state(message.id())).isEqualTo("SUPPRESSED");
        assertThat(fixture.error(message.id())).isEqualTo("no consent");
    }

    @Test
    void anErasedAddressIsKnownByItsHashOnly() {
        LaneFixture open = fixture.lane();
        OutboundMessage queuedBefore = open.queued();
        OutboundMessage queuedAfter = open.message();
        Suppressions suppressions = beans.getBean(Suppressions.class);
        suppressions.add(ChannelType.EMAIL, queuedBefore.address(), Suppressions.Reason.UNSUBSCRIBED, null, null);
        suppressions.forget(ChannelType.EMAIL, queuedBefore.address());
        suppressions.forget(ChannelType.EMAIL, queuedAfter.address());
        FakeProvider provider = new FakeProvider();

        open.queued(queuedAfter);
        fixture.dispatcher(provider).runOnce();

        assertThat(provider.ids()).doesNotContain(queuedBefore.id(), queuedAfter.id());
        assertThat(List.of(fixture.state(queuedBefore.id()), fixture.state(queuedAfter.id()))).containsOnly("SUPPRESSED");
        assertThat(fixture.error(queuedAfter.id())).isEqualTo("erased");
        assertThat(suppressions.contains(ChannelType.EMAIL, queuedAfter.address())).isTrue();
        assertThat(suppressions.add(ChannelType.EMAIL, queuedAfter.address(), Suppressions.Reason.BOUNCED, null, null))
                .as("a late bounce does not bring the address back").isFalse();
        assertThat(fixture.jdbc.queryForObject("select count(*) from suppression where address in (?, ?)", Long.class,
                queuedBefore.address(), queuedAfter.address())).isZero();
    }

    private void says(OutboundMessage message, boolean yes) {
        fixture.jdbc.update("insert into consent (id, lead_id, channel, granted, source, at, recorded_at)"
                + " values (?, ?, 'EMAIL', ?, 'API', clock_timestamp(), clock_timestamp())", Ids.next(),
                message.leadId(), yes);
    }
}
