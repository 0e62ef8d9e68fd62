package dev.cadenza.provider;

import static dev.cadenza.channel.ChannelFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.ChannelFixture;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.ContentTemplate;
import dev.cadenza.channel.OutgoingText;
import dev.cadenza.channel.SendResult;
import dev.cadenza.channel.StatusLookup;
import dev.cadenza.channel.StatusLookup.Finding;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.LedgerApiServer;
import dev.cadenza.testing.LedgerApiServer.Fault;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioTest {

    private static final String ACCOUNT = "AC" + "0".repeat(32);
    private static final Instant NOW = Instant.now();

    private LedgerApiServer server;

    @BeforeEach
    void open() throws IOException {
        server = new LedgerApiServer(0, null);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Carrier open(ChannelType channel, String... more) {
        Map<String, String> given = new HashMap<>(Map.of("accountSid", ACCOUNT, "authToken", "token",
                "baseUrl", server.address(), "timeout", "PT1S"));
        for (int i = 0; i < more.length; i += 2) {
            given.put(more[i], more[i + 1]);
        }
        if (!given.containsKey("messagingServiceSid")) {
            given.put("from", "+15550001111");
        }
        return ChannelFixture.open(new Twilio(ChannelFixture.webhooks(), Clock.systemUTC()), channel, given);
    }

    private static OutgoingText sms(String to) {
        return new OutgoingText(Ids.next(), ChannelType.SMS, to, "Hëllo & good day");
    }

    private static OutgoingText whatsApp(Instant lastInbound, ContentTemplate template) {
        return new OutgoingText(Ids.next(), ChannelType.WHATSAPP, "+4915112345678", null, "Hello", template, lastInbound,
                List.of());
    }

    @Test
    void anSmsIsWhatTheMessagesApiTakesAndItsCallbackCarriesOurId() {
        OutgoingText sms = sms("+4915112345678");

        assertThat(send(open(ChannelType.SMS), sms)).singleElement().isInstanceOfSatisfying(SendResult.Accepted.class,
                accepted -> assertThat(accepted.providerId()).startsWith("SM").hasSize(34));

        LedgerApiServer.Request request = server.last();
        assertThat(request.path()).isEqualTo("/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json");
        assertThat(request.headers().get("Authorization")).startsWith("Basic ");
        assertThat(request.form()).containsOnly(Map.entry("To", "+4915112345678"), Map.entry("From", "+15550001111"),
                Map.entry("Body", "Hëllo & good day"), Map.entry("StatusCallback", "https://mail.example.com/hooks/twilio/"
                        + ChannelFixture.CHANNEL + "/status?m=" + sms.id()));
    }

    @Test
    void aMessagingServiceTakesThePlaceOfANumber() {
        send(open(ChannelType.SMS, "messagingServiceSid", "MG1"), sms("+4915112345678"));

        assertThat(server.last().form()).containsEntry("MessagingServiceSid", "MG1").doesNotContainKey("From");
    }

    @ParameterizedTest
    @CsvSource({"DROP, Unknown", "CUT, Unknown", "ERROR, Unknown", "SLOW, Unknown", "RATE, Deferred",
        "REFUSE, Refused"})
    void eachFaultHasItsOutcomeAndTheSdkRepeatsNothing(Fault fault, String outcome) {
        server.fault(fault, 1);
        server.slow(Duration.ofSeconds(2));

        assertThat(send(open(ChannelType.SMS), sms("+4915112345678"))).extracting(r -> r.getClass().getSimpleName())
                .containsExactly(outcome);

        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void retryAfterIsKept() {
        server.fault(Fault.RATE, 1);

        assertThat(send(open(ChannelType.SMS), sms("+4915112345678"))).singleElement().isInstanceOfSatisfying(
                SendResult.Deferred.class, deferred -> assertThat(deferred.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @CsvSource({"+49151000000, NO_SUCH_ADDRESS", "+49151000001, OPTED_OUT", "+49151000002, MESSAGE"})
    void errorCodesSayWhatARefusalIsAbout(String to, SendResult.Cause cause) {
        assertThat(send(open(ChannelType.SMS), sms(to))).singleElement().isInstanceOfSatisfying(SendResult.Refused.class,
                refused -> assertThat(refused.cause()).isEqualTo(cause));
    }

    @Test
    void freeTextGoesToWhatsAppWithinADayOfThePersonsLastMessage() {
        assertThat(send(open(ChannelType.WHATSAPP), whatsApp(NOW.minus(Duration.ofHours(23)),
                new ContentTemplate("HX1", Map.of())))).singleElement().isInstanceOf(SendResult.Accepted.class);

        assertThat(server.last().form()).containsEntry("To", "whatsapp:+4915112345678")
                .containsEntry("From", "whatsapp:+15550001111").containsEntry("Body", "Hello")
                .doesNotContainKey("ContentSid");
    }

    @Test
    void laterAnApprovedTemplateGoesInPlaceOfTheText() {
        assertThat(send(open(ChannelType.WHATSAPP), whatsApp(NOW.minus(Duration.ofHours(25)),
                new ContentTemplate("HX1", Map.of("1", "Ann \"A\""))))).singleElement()
                .isInstanceOf(SendResult.Accepted.class);

        assertThat(server.last().form()).containsEntry("ContentSid", "HX1")
                .containsEntry("ContentVariables", "{\"1\":\"Ann \\\"A\\\"\"}").doesNotContainKey("Body");
    }

    @Test
    void withoutATemplateNothingGoesThenAndTwilioIsNotAsked() {
        assertThat(send(open(ChannelType.WHATSAPP), whatsApp(null, null))).singleElement().isInstanceOfSatisfying(
                SendResult.Refused.class, refused -> assertThat(refused.reason()).contains("24 hours"));

        assertThat(server.requests()).isEmpty();
    }

    @Test
    void whatNobodyKnowsIsFoundAtTwilioOrNot() {
        server.fault(Fault.DROP, 2);
        Carrier twilio = open(ChannelType.SMS);
        OutgoingText taken = sms("+4915112345671");
        OutgoingText never = sms("+4915112345672");
        send(twilio, sms("+4915112345670"), taken);
        Instant at = Instant.now();

        assertThat(((StatusLookup) twilio).lookUp(never, at)).isInstanceOf(Finding.NotFound.class);
        assertThat(List.of(((StatusLookup) twilio).lookUp(taken, at),
                ((StatusLookup) twilio).lookUp(new OutgoingText(Ids.next(), ChannelType.SMS, taken.to(), "Other"), at)))
                .satisfiesExactly(found -> assertThat(found).isInstanceOfSatisfying(Finding.Taken.class,
                        it -> assertThat(it.status()).isEqualTo("delivered")),
                        other -> assertThat(other).isInstanceOf(Finding.NotFound.class));
        assertThat(server.last().path()).contains("To=%2B4915112345671").contains("DateSent");
    }

    @Test
    void severalThatFitAreNoAnswer() {
        Carrier twilio = open(ChannelType.SMS);
        OutgoingText one = sms("+4915112345673");
        send(twilio, one, sms("+4915112345673"));

        assertThat(((StatusLookup) twilio).lookUp(one, Instant.now())).isInstanceOf(Finding.Unclear.class);
    }

    @Test
    void settingsSayWhatIsWrong() {
        assertThat(ChannelFixture.faults(new Twilio(ChannelFixture.webhooks(), Clock.systemUTC()),
                Map.of("accountSid", ACCOUNT, "authToken", "x"))).extracting("field").containsExactly("settings.from");
    }
}
