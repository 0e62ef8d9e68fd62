package dev.cadenza.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.OutgoingMessage;
import dev.cadenza.channel.SendResult;
import dev.cadenza.channel.StatusLookup;
import dev.cadenza.channel.TestChannels;
import dev.cadenza.testing.CadenzaTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;

/** What asking a provider makes of messages whose outcome nobody knows. */
@CadenzaTest
class UnknownLookupsTest {

    @Autowired
    ApplicationContext beans;
    @Autowired
    TestChannels channels;
    @Autowired
    UnknownMessages unknown;

    private final Map<UUID, StatusLookup.Finding> findings = new HashMap<>();
    private OutboxFixture fixture;
    private LaneFixture lane;
    private UnknownLookups lookups;

    @BeforeEach
    void aProviderThatCanBeAsked() {
        fixture = new OutboxFixture(beans);
        fixture.freshDay();
        UUID channel = channels.add("smtp", ChannelType.EMAIL, Map.of("host", "mail.example.com"), Map.of());
        Sender sender = fixture.senders.add(new SenderSettings("sender-" + channel + "@example.com", "Sally", null, null, 0,
                ZoneOffset.UTC, channel));
        lane = fixture.lane(sender, null, 0, SendWindow.always(ZoneOffset.UTC), false);
        lookups = new UnknownLookups(fixture.jdbc, beans.getBean(Composer.class), any -> new Provider(),
                beans.getBean(Receipts.class), beans.getBean(PlatformTransactionManager.class), beans.getBean(Clock.class));
    }

    @Test
    void whatTheProviderTookIsSentWithItsIdAndStatus() {
        OutboundMessage message = unknown();
        findings.put(message.id(), new StatusLookup.Finding.Taken("SM1", "delivered"));

        ask();

        assertThat(fixture.row(message.id())).containsEntry("state", "SENT").containsEntry("provider_id", "SM1");
        assertThat(fixture.row(message.id()).get("delivered_at")).isNotNull();
    }

    @Test
    void whatTheProviderDoesNotKnowStaysForAPersonToDecide() {
        OutboundMessage message = unknown();
        findings.put(message.id(), new StatusLookup.Finding.NotFound());

        ask();

        assertThat(fixture.state(message.id())).isEqualTo("UNKNOWN");
        assertThat(fixture.error(message.id())).contains("knows of no such message");
    }

    @Test
    void anotherMessageOfTheLeadProvesNothing() {
        OutboundMessage lost = unknown();
        OutboundMessage before = lane.queued();
        fixture.jdbc.update("update message set state = 'SENT', pending = false, sent_at = ?, provider_id = 'SM2',"
                + " lead_id = ? where id = ?", Sql.time(fixture.now()), lost.leadId(), before.id());
        findings.put(lost.id(), new StatusLookup.Finding.Taken("SM2", "sent"));

        ask();

        assertThat(fixture.state(lost.id())).isEqualTo("UNKNOWN");
        assertThat(fixture.error(lost.id())).contains("is another one");
    }

    @Test
    void whatARestoredDatabaseDoubtsIsAskedAboutAndShownToAPerson() {
        OutboundMessage doubtful = lane.queued();
        Instant lost = fixture.now();
        fixture.jdbc.update("update outbox_gate set lost_from = ?, lost_until = ?", Sql.time(lost.minusSeconds(60)),
                Sql.time(lost.plusSeconds(60)));
        try {
            beans.getBean(Doubt.class).settleAll();
        } finally {
            fixture.jdbc.update("update outbox_gate set lost_from = null, lost_until = null");
        }
        findings.put(doubtful.id(), new StatusLookup.Finding.Taken("SM3", "sent"));
        fixture.advance(Duration.ofMinutes(5));

        assertThat(unknown.groups(fixture.now())).anyMatch(group -> lane.ownerId().equals(group.ownerId()));
        ask();
        assertThat(fixture.state(doubtful.id())).isEqualTo("SENT");
    }

    private OutboundMessage unknown() {
        OutboundMessage message = lane.queued();
        fixture.jdbc.update("update message set state = 'UNKNOWN', pending = false, attention = true, fenced_at = ?"
                + " where id = ?", Sql.time(fixture.now()), message.id());
        return message;
    }

    private void ask() {
        fixture.advance(Duration.ofMinutes(1));
        int asked;
        do {
            asked = lookups.askDue();
        } while (asked > 0);
    }

    /** Knows what the test says, and of other tests' messages nothing. */
    private final class Provider implements Carrier, StatusLookup {

        @Override
        public String id() {
            return "asked";
        }

        @Override
        public void send(List<OutgoingMessage> group, BiConsumer<OutgoingMessage, SendResult> outcome) {
            throw new IllegalStateException("Nothing is sent here");
        }

        @Override
        public Finding lookUp(OutgoingMessage message, Instant handedOverAt) {
            return findings.getOrDefault(message.id(), new Finding.Unclear("not asked by this test"));
        }
    }
}
