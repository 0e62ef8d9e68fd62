package dev.cadenza.provider;

import static dev.cadenza.channel.ChannelFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.ChannelFixture;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.OutgoingText;
import dev.cadenza.channel.SendResult;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.LedgerApiServer;
import dev.cadenza.testing.LedgerApiServer.Fault;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetaTest {

    private LedgerApiServer server;
    private Carrier messenger;

    @BeforeEach
    void open() throws IOException {
        server = new LedgerApiServer(0, null);
        messenger = ChannelFixture.open(new Meta(Clock.systemUTC()), ChannelType.MESSENGER, Map.of("pageId", "4711",
                "pageToken", "token", "appSecret", "secret", "verifyToken", "word", "baseUrl", server.address()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static OutgoingText text(ChannelType channel, String to, String text, Duration ago) {
        return new OutgoingText(Ids.next(), channel, to, null, text, null, Instant.now().minus(ago), List.of());
    }

    @Test
    void anAnswerIsWhatTheGraphApiTakes() {
        assertThat(send(messenger, text(ChannelType.MESSENGER, "1234", "Hëllo", Duration.ofHours(1)))).singleElement()
                .isInstanceOfSatisfying(SendResult.Accepted.class,
                        accepted -> assertThat(accepted.providerId()).startsWith("m_"));

        assertThat(server.last().path()).isEqualTo("/v26.0/4711/messages");
        assertThat(server.last().headers()).containsEntry("Authorization", "Bearer token");
        assertThat(server.last().body()).isEqualTo(
                "{\"recipient\":{\"id\":\"1234\"},\"messaging_type\":\"RESPONSE\",\"message\":{\"text\":\"Hëllo\"}}");
    }

    @Test
    void nothingGoesMoreThanADayAfterThePersonsLastMessage() {
        assertThat(send(messenger, text(ChannelType.MESSENGER, "1234", "Hello", Duration.ofHours(24)))).singleElement()
                .isInstanceOfSatisfying(SendResult.Refused.class,
                        refused -> assertThat(refused.reason()).contains("24 hours"));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void instagramCountsBytes() {
        assertThat(send(messenger, text(ChannelType.INSTAGRAM, "1", "é".repeat(501), Duration.ZERO),
                text(ChannelType.INSTAGRAM, "1", "e".repeat(1000), Duration.ZERO)))
                .extracting(r -> r.getClass().getSimpleName()).containsExactly("Refused", "Accepted");
    }

    @ParameterizedTest
    @CsvSource({"990000, Refused", "990001, Refused", "990002, Deferred"})
    void errorCodesHaveTheirOutcome(String to, String outcome) {
        assertThat(send(messenger, text(ChannelType.MESSENGER, to, "Hello", Duration.ZERO)))
                .extracting(r -> r.getClass().getSimpleName()).containsExactly(outcome);
    }

    @ParameterizedTest
    @CsvSource({"DROP, Unknown", "ERROR, Unknown", "RATE, Deferred", "REFUSE, Refused"})
    void eachFaultHasItsOutcome(Fault fault, String outcome) {
        server.fault(fault, 1);

        assertThat(send(messenger, text(ChannelType.MESSENGER, "1", "Hello", Duration.ZERO)))
                .extracting(r -> r.getClass().getSimpleName()).containsExactly(outcome);
        assertThat(server.requests()).hasSize(1);
    }
}
