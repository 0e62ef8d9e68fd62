package dev.cadenza.provider;

import static dev.cadenza.channel.ChannelFixture.mail;
import static dev.cadenza.channel.ChannelFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.ChannelFixture;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.OutgoingMail;
import dev.cadenza.channel.SendResult;
import dev.cadenza.testing.LedgerApiServer;
import dev.cadenza.testing.LedgerApiServer.Fault;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendGridTest {

    private LedgerApiServer server;
    private Carrier sendGrid;

    @BeforeEach
    void open() throws IOException {
        server = new LedgerApiServer(0, null);
        sendGrid = open(server.address(), "SG.key");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static Carrier open(String address, String key) {
        return ChannelFixture.open(new SendGrid(Clock.systemUTC()), ChannelType.EMAIL,
                Map.of("apiKey", key, "baseUrl", address));
    }

    @Test
    void aMailIsWhatTheV3ApiTakesAndCarriesOurId() throws IOException {
        OutgoingMail mail = mail("lead@example.org");

        assertThat(send(sendGrid, mail)).singleElement().isInstanceOfSatisfying(SendResult.Accepted.class,
                accepted -> assertThat(accepted.providerId()).hasSize(22));

        LedgerApiServer.Request request = server.last();
        assertThat(request.path()).isEqualTo("/v3/mail/send");
        assertThat(request.headers()).containsEntry("Authorization", "Bearer SG.key")
                .containsEntry("Content-Type", "application/json");
        JsonNode body = new ObjectMapper().readTree(request.raw());
        assertThat(body.at("/personalizations/0/to/0/email").asText()).isEqualTo("lead@example.org");
        assertThat(body.at("/personalizations/0/custom_args/cadenza_message").asText()).isEqualTo(mail.id().toString());
        assertThat(body.at("/from/name").asText()).isEqualTo("Sälly \"S\"");
        assertThat(body.at("/reply_to/email").asText()).isEqualTo("replies+t@example.com");
        assertThat(body.at("/content/0/type").asText()).isEqualTo("text/plain");
        assertThat(body.at("/content/1/value").asText()).isEqualTo("<p>Hëllo</p>");
        assertThat(body.at("/headers/List-Unsubscribe-Post").asText()).isEqualTo("List-Unsubscribe=One-Click");
        assertThat(body.at("/headers/Message-ID").asText()).isEqualTo(mail.messageId());
        assertThat(body.at("/tracking_settings/open_tracking/enable").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"DROP, Unknown", "CUT, Unknown", "ERROR, Unknown", "RATE, Deferred", "REFUSE, Refused"})
    void eachFaultHasItsOutcomeAndNothingIsTriedTwice(Fault fault, String outcome) {
        server.fault(fault, 2);

        assertThat(send(sendGrid, mail("a@example.org"), mail("b@example.org"))).extracting(
                result -> result.getClass().getSimpleName()).containsExactlyInAnyOrder("Accepted", outcome);

        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aRateLimitSaysWhenToTryAgain() {
        server.fault(Fault.RATE, 1);

        assertThat(send(sendGrid, mail("a@example.org"))).singleElement().isInstanceOfSatisfying(
                SendResult.Deferred.class, deferred -> assertThat(deferred.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
    }

    @Test
    void anAddressThatIsNoneIsABadAddress() {
        assertThat(send(sendGrid, mail("nobody"))).singleElement().isInstanceOfSatisfying(SendResult.Refused.class,
                refused -> assertThat(refused.badAddress()).isTrue());
    }

    @Test
    void aWrongKeyKeepsTheMailsWaiting() {
        assertThat(send(open(server.address(), "wrong"), mail("a@example.org"))).singleElement()
                .isInstanceOfSatisfying(SendResult.Deferred.class,
                        deferred -> assertThat(deferred.reason()).startsWith("401 The provided authorization grant"));
    }

    @Test
    void aRefusedConnectionIsCertainlyNotSent() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThat(send(open("http://127.0.0.1:" + port, "SG.key"), mail("a@example.org"))).singleElement()
                .isInstanceOf(SendResult.Deferred.class);
    }

    @Test
    void aKeyThatCantStandInAHeaderLeavesTheMailsWaiting() {
        assertThat(send(open(server.address(), "SG.one\ntwo"), mail("a@example.org"))).singleElement()
                .isInstanceOf(SendResult.Deferred.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void settingsSayWhatIsMissing() {
        assertThat(ChannelFixture.faults(new SendGrid(Clock.systemUTC()), Map.of("region", "MARS")))
                .extracting("field").containsExactlyInAnyOrder("credentials.apiKey", "settings.region");
    }
}
