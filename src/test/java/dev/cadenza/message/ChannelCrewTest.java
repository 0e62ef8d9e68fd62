package dev.cadenza.message;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.LedgerApiServer;
import dev.cadenza.testing.LiveTest;
import dev.cadenza.testing.Marketing;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

@LiveTest
class ChannelCrewTest {

    @Autowired
    Marketing marketing;
    @Autowired
    Outbox outbox;
    @Autowired
    SenderAccounts senders;
    @Autowired
    JdbcTemplate jdbc;

    @Test
    void aProviderThatDoesNotAnswerKeepsNoOtherChannelWaiting() throws Exception {
        try (LedgerApiServer server = new LedgerApiServer(0, null)) {
            server.fault(LedgerApiServer.Fault.SLOW, 1);
            server.slow(Duration.ofSeconds(3));
            UUID sms = expect(201, marketing.post("/api/v1/channels", Map.of("name", "Slow " + UUID.randomUUID(),
                    "provider", "twilio", "channel", "SMS", "settings", Map.of("accountSid", "AC" + "2".repeat(32),
                            "from", "+15550001111", "baseUrl", server.address(), "timeout", "PT20S"),
                    "credentials", Map.of("authToken", "x")))).id();
            UUID sender = senders.add(new SenderSettings("crew-" + Ids.next() + "@example.com", null, null, null, 0,
                    ZoneOffset.UTC)).id();
            List<UUID> texts = IntStream.range(0, 90).mapToObj(i -> outbox.sendAlone(new AloneMessage(ChannelType.SMS,
                    sms, "+49151" + (20_000_100 + i), null, null, null, "Text"))).toList();
            await().atMost(Duration.ofSeconds(20)).until(() -> !server.requests().isEmpty());

            List<UUID> mails = IntStream.range(0, 20).mapToObj(i -> outbox.sendAlone(new AloneMessage(
                    ChannelType.EMAIL, sender, "crew-" + Ids.next() + "@example.com", null, "Live", null, "Text")))
                    .toList();
            await().atMost(Duration.ofSeconds(30)).until(() -> count(mails, "SENT") == mails.size());

            assertThat(count(texts, "SENT")).as("the slow ones are still under way").isLessThan(texts.size());
            await().atMost(Duration.ofSeconds(60)).until(() -> count(texts, "SENT") == texts.size());
            assertThat(server.requests()).hasSize(texts.size());
        }
    }

    private long count(List<UUID> ids, String state) {
        Long count = jdbc.queryForObject("select count(*) from message where id = any(?::uuid[]) and state = ?",
                Long.class, Sql.of(ids), state);
        return count == null ? 0 : count;
    }
}
