package dev.cadenza.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.LiveTest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** The threads of a node, with the real provider and the embedded mail server. */
@LiveTest
class OutboxLiveTest {

    @Autowired
    Outbox outbox;
    @Autowired
    SenderAccounts senders;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    OutboxRunner runner;

    private UUID sender() {
        return senders.add(new SenderSettings("live-" + Ids.next() + "@example.com", null, null, null, 0,
                ZoneOffset.UTC)).id();
    }

    private List<UUID> queued(UUID sender, int count) {
        return IntStream.range(0, count).mapToObj(i -> outbox.sendAlone(new AloneMessage(ChannelType.EMAIL, sender,
                "live-" + Ids.next() + "@example.com", null, "Live", null, "Text"))).toList();
    }

    private boolean allSent(List<UUID> ids) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select count(*) = ? from message where id = any(?::uuid[]) and state = 'SENT'", Boolean.class,
                ids.size(), Sql.of(ids)));
    }

    @Test
    void whatIsQueuedIsSentByItself() {
        List<UUID> ids = queued(sender(), 25);

        await().atMost(Duration.ofSeconds(30)).until(() -> allSent(ids));
    }

    @Test
    void aNodeThatStopsAndStartsGoesOnWhereItWas() {
        UUID sender = sender();
        List<UUID> before = queued(sender, 200);
        runner.stop();
        assertThat(jdbc.queryForObject("select count(*) from message where state in ('CLAIMED', 'SENDING')",
                Integer.class)).as("nothing is left in the middle").isZero();
        List<UUID> after = queued(sender, 5);
        runner.start();

        await().atMost(Duration.ofSeconds(30)).until(() -> allSent(before) && allSent(after));
    }
}
