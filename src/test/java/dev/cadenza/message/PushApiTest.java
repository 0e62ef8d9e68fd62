package dev.cadenza.message;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.LedgerApiServer;
import dev.cadenza.testing.Marketing;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.ResponseEntity;

/** A lead allows notifications in browsers and gets them, and templates of text channels. */
@CadenzaTest
class PushApiTest {

    @Autowired
    Marketing marketing;
    @Autowired
    TestRestTemplate anybody;
    @Autowired
    Outbox outbox;
    @Autowired
    Dispatcher dispatcher;
    @Autowired
    ContactPoints contacts;

    private LedgerApiServer server;
    private UUID channel;
    private UUID lead;
    private String token;

    @BeforeEach
    void open() throws Exception {
        server = new LedgerApiServer(0, null);
        channel = expect(201, marketing.post("/api/v1/channels", Map.of("name", "Push " + UUID.randomUUID(), "provider",
                "webpush", "settings", Map.of("subject", "mailto:ops@example.com", "allowedOrigin", server.address()))))
                .id();
        lead = marketing.leads(1).get(0);
        String link = expect(200, marketing.get("/api/v1/leads/" + lead + "/push-link?channelId=" + channel)).body()
                .get("url").asText();
        assertThat(link).startsWith("http://localhost:8080/push/index.html?t=");
        token = link.substring(link.indexOf("t=") + 2);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Map<String, Object> subscription(String path) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        byte[] x509 = ((ECPublicKey) generator.generateKeyPair().getPublic()).getEncoded();
        String p256dh = Base64.getUrlEncoder().withoutPadding().encodeToString(
                Arrays.copyOfRange(x509, x509.length - 65, x509.length));
        return Map.of("token", token, "subscription", Map.of("endpoint", server.address() + path, "keys",
                Map.of("p256dh", p256dh, "auth", "AAAAAAAAAAAAAAAAAAAAAA")));
    }

    private int subscribe(Object body) {
        return anybody.postForEntity("/api/v1/push/subscriptions", body, String.class).getStatusCode().value();
    }

    private Map<String, Object> sentTo(UUID to) {
        UUID id = outbox.sendAlone(new AloneMessage(ChannelType.PUSH, channel, to.toString(), to, "News", null,
                "Look: https://shop.example/"));
        dispatcher.runOnce();
        JsonNode message = expect(200, marketing.get("/api/v1/messages/" + id)).body().get("message");
        return Map.of("status", message.get("status").asText(), "reason", message.path("reason").asText());
    }

    @Test
    void whoAllowsNotificationsGetsThemInEveryBrowser() throws Exception {
        assertThat(anybody.getForObject("/api/v1/push/key?token=" + token, JsonNode.class).get("publicKey").asText())
                .hasSize(87);
        Map<String, Object> first = subscription("/push/one");
        assertThat(subscribe(first)).isEqualTo(201);
        assertThat(subscribe(first)).isEqualTo(200);
        assertThat(subscribe(subscription("/push/two"))).isEqualTo(201);

        assertThat(sentTo(lead)).containsEntry("status", "SENT");

        assertThat(server.requests()).extracting(LedgerApiServer.Request::path)
                .containsExactlyInAnyOrder("/push/one", "/push/two");
        assertThat(contacts.addresses(ChannelType.PUSH, List.of(lead))).containsEntry(lead, lead.toString());
    }

    @Test
    void aBrowserThatIsGoneIsForgottenAndWhoUnsubscribesGetsNothing() throws Exception {
        assertThat(subscribe(subscription("/push/gone"))).isEqualTo(201);
        assertThat(sentTo(lead)).containsEntry("status", "FAILED");
        assertThat(contacts.devices(List.of(lead))).isEmpty();

        assertThat(subscribe(subscription("/push/three"))).isEqualTo(201);
        ResponseEntity<String> left = anybody.postForEntity("/api/v1/push/unsubscriptions",
                Map.of("token", token, "endpoint", server.address() + "/push/three"), String.class);
        assertThat(left.getStatusCode().value()).isEqualTo(204);
        assertThat(contacts.devices(List.of(lead))).isEmpty();
    }

    @Test
    void nobodySubscribesAsSomebodyElse() throws Exception {
        Map<String, Object> forged = new java.util.HashMap<>(subscription("/push/x"));
        forged.put("token", token.substring(0, token.length() - 4) + "AAAA");

        assertThat(subscribe(forged)).isEqualTo(404);
        assertThat(subscribe(Map.of("token", token, "subscription", Map.of("endpoint", "file:///etc/passwd"))))
                .isEqualTo(422);
        assertThat(subscribe(Map.of())).isEqualTo(422);
        assertThat(anybody.getForEntity("/api/v1/leads/" + lead + "/push-link?channelId=" + channel, String.class)
                .getStatusCode().value()).isEqualTo(401);
    }

    @Test
    void thePageIsOpenToEverybody() {
        assertThat(anybody.getForEntity("/push/index.html?t=" + token, String.class).getBody()).contains("push.js");
        assertThat(anybody.getForEntity("/push/sw.js", String.class).getHeaders().getContentType().toString())
                .contains("javascript");
    }

    @Test
    void anSmsTemplateIsPreviewedWithWhatItCosts() {
        UUID template = expect(201, marketing.post("/api/v1/templates", Map.of("name", "SMS " + UUID.randomUUID(),
                "channel", "SMS", "body", "Hi {{firstName}},\nyour “order” & more is here"))).id();

        JsonNode preview = expect(200, marketing.post("/api/v1/templates/" + template + "/preview",
                Map.of("leadId", lead))).body();

        assertThat(preview.get("text").asText()).isEqualTo("Hi First0,\nyour “order” & more is here");
        assertThat(preview.at("/sms/encoding").asText()).isEqualTo("UCS_2");
        assertThat(preview.at("/sms/segments").asInt()).isEqualTo(1);
        assertThat(preview.at("/sms/beyondGsm")).hasSize(2);
        assertThat(expect(200, marketing.post("/api/v1/channels/sms-segments", Map.of("text", "x".repeat(161)))).body()
                .get("segments").asInt()).isEqualTo(2);
        expect(422, marketing.post("/api/v1/templates/" + template + "/test-send", Map.of("to", "+4915112345678",
                "leadId", lead, "senderAccountId", channel)));
    }

    @Test
    void suppressionsAreKeptForEachChannel() {
        String number = "+49151" + (10_000_000 + Math.abs(UUID.randomUUID().hashCode() % 10_000_000));
        expect(201, marketing.post("/api/v1/suppressions", Map.of("channel", "SMS", "address",
                number.substring(0, 6) + " " + number.substring(6))));

        assertThat(expect(200, marketing.get("/api/v1/suppressions/check?channel=SMS&address="
                + number.replace("+", "%2B"))).body().get("suppressed").asBoolean()).isTrue();
        assertThat(expect(200, marketing.get("/api/v1/suppressions/check?channel=WHATSAPP&address="
                + number.replace("+", "%2B"))).body().get("suppressed").asBoolean()).isFalse();
        expect(422, marketing.post("/api/v1/suppressions", Map.of("channel", "SMS", "address", "nobody@example.com")));
    }
}
