package dev.cadenza.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors that SendGrid and Twilio publish with their libraries, and what differs from them by a little. */
class SignaturesTest {

    private static final String KEY = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpV"
            + "KS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==";
    private static final String SIGNATURE = "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+lu"
            + "QAbPIqHh89M15TluLtEZtM=";
    private static final String TIMESTAMP = "1600112502";
    private static final byte[] PAYLOAD = ("[{\"email\":\"hello@world.com\",\"event\":\"dropped\",\"reason\":"
            + "\"Bounced Address\",\"sg_event_id\":\"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA\","
            + "\"sg_message_id\":\"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0\","
            + "\"smtp-id\":\"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>\",\"timestamp\":1600112492}]\r\n")
            .getBytes(StandardCharsets.UTF_8);

    private static final String TOKEN = "12345";
    private static final String ADDRESS = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private static final Map<String, List<String>> FORM = Map.of("Digits", List.of("1234"), "CallSid",
            List.of("CA1234567890ABCDE"), "To", List.of("+18005551212"), "Caller", List.of("+14158675309"), "From",
            List.of("+14158675309"));

    @Test
    void sendGridsOwnVectorIsGenuine() {
        assertThat(PAYLOAD).hasSize(327);
        assertThat(Signatures.sendGrid(KEY, SIGNATURE, TIMESTAMP, PAYLOAD)).isTrue();
    }

    @Test
    void aChangedBodyOrTimestampIsNot() {
        byte[] trimmed = new String(PAYLOAD, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8);
        assertThat(Signatures.sendGrid(KEY, SIGNATURE, TIMESTAMP, trimmed)).isFalse();
        assertThat(Signatures.sendGrid(KEY, SIGNATURE, "1600112503", PAYLOAD)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "x", "AAAA", "MEUCIQ==", "not base64 at all ~"})
    void aMissingOrMalformedSignatureIsNot(String signature) {
        assertThat(Signatures.sendGrid(KEY, signature, TIMESTAMP, PAYLOAD)).isFalse();
        assertThat(Signatures.sendGrid(KEY, SIGNATURE, signature, PAYLOAD)).isFalse();
        assertThat(Signatures.twilio(TOKEN, signature, List.of(ADDRESS), FORM)).isFalse();
        assertThat(Signatures.meta(TOKEN, signature, PAYLOAD)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no key", "AAAA"})
    void aMalformedKeyProvesNothing(String key) {
        assertThat(Signatures.sendGrid(key, SIGNATURE, TIMESTAMP, PAYLOAD)).isFalse();
    }

    @Test
    void aTimestampCountsForAWhileInBothDirections() {
        Instant at = Instant.ofEpochSecond(1_600_112_502);
        Duration tolerance = Duration.ofMinutes(10);
        assertThat(Signatures.fresh(TIMESTAMP, at.plusSeconds(600), tolerance)).isTrue();
        assertThat(Signatures.fresh(TIMESTAMP, at.minusSeconds(600), tolerance)).isTrue();
        assertThat(Signatures.fresh(TIMESTAMP, at.plusSeconds(601), tolerance)).isFalse();
        assertThat(Signatures.fresh(TIMESTAMP, at.minusSeconds(601), tolerance)).isFalse();
        assertThat(Signatures.fresh("soon", at, tolerance)).isFalse();
        assertThat(Signatures.fresh("99999999999999999999", at, tolerance)).isFalse();
        assertThat(Signatures.fresh(String.valueOf(Long.MAX_VALUE), at, tolerance)).isFalse();
    }

    @Test
    void twiliosOwnVectorsAreGenuine() {
        assertThat(Signatures.twilio(TOKEN, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", List.of(ADDRESS), FORM)).isTrue();
        assertThat(Signatures.twilio(TOKEN, "zYQTYrRWXE7LtzbG4PfP7/bkkGo=", List.of(ADDRESS), Map.of())).isTrue();
    }

    @Test
    void twiliosOwnVectorOfAJsonBodyIsGenuine() {
        String sha = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
        assertThat(Signatures.twilio(TOKEN, "a9nBmqA0ju/hNViExpshrM61xv4=", List.of(ADDRESS + "&bodySHA256=" + sha),
                Map.of())).isTrue();
        byte[] body = "{\"property\": \"value\", \"boolean\": true}".getBytes(StandardCharsets.UTF_8);
        assertThat(Signatures.twilioBody(sha, body)).isTrue();
        assertThat(Signatures.twilioBody(sha, "{}".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(Signatures.twilioBody(null, body)).isFalse();
    }

    @Test
    void anyOfSeveralAddressesMayBeTheSignedOne() {
        assertThat(Signatures.twilio(TOKEN, "zYQTYrRWXE7LtzbG4PfP7/bkkGo=", List.of("https://other.example/", ADDRESS),
                Map.of())).isTrue();
        assertThat(Signatures.twilio(TOKEN, "zYQTYrRWXE7LtzbG4PfP7/bkkGo=", List.of(ADDRESS + "/"), Map.of()))
                .isFalse();
        assertThat(Signatures.twilio("54321", "zYQTYrRWXE7LtzbG4PfP7/bkkGo=", List.of(ADDRESS), Map.of())).isFalse();
    }

    @Test
    void metaSignsTheRawBytes() {
        byte[] body = "{\"text\":\"\\u00e4\"}".getBytes(StandardCharsets.UTF_8);
        String signature = "sha256=" + "5d7cf1dbe5b9ee7d4f3bd1c4ce45b0ac04ab76be9ae1bd4d2c8a3c43a3a1b2b0";
        assertThat(Signatures.meta("secret", signature, body)).isFalse();
        assertThat(Signatures.meta("secret", Posts.metaSignature("secret", body), body)).isTrue();
        assertThat(Signatures.meta("secret", Posts.metaSignature("secret", body),
                "{\"text\":\"ä\"}".getBytes(StandardCharsets.UTF_8))).isFalse();
    }
}
