package dev.cadenza.provider;

import static dev.cadenza.channel.ChannelFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.ChannelFixture;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.OutgoingText;
import dev.cadenza.channel.PushDevice;
import dev.cadenza.channel.PushDeviceGone;
import dev.cadenza.channel.SendResult;
import dev.cadenza.platform.Ids;
import dev.cadenza.platform.Keys;
import dev.cadenza.testing.LedgerApiServer;
import dev.cadenza.testing.LedgerApiServer.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebPushTest {

    private final KeyPair browser = PushKeys.fresh();
    private final byte[] auth = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private final List<Object> events = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>();
    private LedgerApiServer server;
    private Carrier push;

    @BeforeEach
    void open() throws Exception {
        server = new LedgerApiServer(0, null);
        WebPush provider = new WebPush(events::add, Clock.systemUTC());
        settings.put("subject", "mailto:ops@example.com");
        settings.put("allowedOrigin", server.address());
        provider.complete(settings);
        push = ChannelFixture.open(provider, ChannelType.PUSH, settings);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private PushDevice device(String path) {
        return new PushDevice(settings.get("allowedOrigin") + path,
                PushKeys.base64(PushKeys.bytes((ECPublicKey) browser.getPublic())), PushKeys.base64(auth));
    }

    private static OutgoingText text(String body, PushDevice... devices) {
        return new OutgoingText(Ids.next(), ChannelType.PUSH, "lead", "News", body, null, null, List.of(devices));
    }

    @Test
    void encryptsAsTheExampleOfRfc8291() {
        KeyPair own = new KeyPair(PushKeys.publicKey(PushKeys.bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6"
                + "e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8")),
                PushKeys.privateKey(PushKeys.bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")));

        byte[] sealed = PushEncryption.encrypt("When I grow up, I want to be a watermelon".getBytes(StandardCharsets.UTF_8),
                PushKeys.bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
                PushKeys.bytes("BTBZMqHH6r4Tts7J_aSIgg"), own, PushKeys.bytes("DGv6ra1nlYgDCS1FRnbzlw"));

        assertThat(PushKeys.base64(sealed)).isEqualTo("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
                + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLV"
                + "WGNWQexSgSxsj_Qulcy4a-fN");
    }

    @Test
    void theBrowserReadsWhatWasSentAndThePushServiceKnowsWhoSentIt() throws Exception {
        OutgoingText text = text("Your order is on its way. https://shop.example/o/1", device("/push/1"));

        assertThat(send(push, text)).singleElement().isInstanceOf(SendResult.Accepted.class);

        LedgerApiServer.Request request = server.last();
        assertThat(request.headers()).containsEntry("Content-Encoding", "aes128gcm").containsEntry("TTL", "86400")
                .containsKey("Urgency");
        assertThat(request.headers().get("Topic")).hasSize(22);
        JsonNode payload = new ObjectMapper().readTree(decrypted(request.raw()));
        assertThat(payload.get("title").asText()).isEqualTo("News");
        assertThat(payload.get("body").asText()).isEqualTo("Your order is on its way.");
        assertThat(payload.get("url").asText()).isEqualTo("https://shop.example/o/1");
        assertThat(payload.get("id").asText()).isEqualTo(text.id().toString());
        requireVapid(request.headers().get("Authorization"));
    }

    private void requireVapid(String authorization) throws Exception {
        assertThat(authorization).startsWith("vapid t=").endsWith(", k=" + settings.get("publicKey"));
        String[] token = authorization.substring(8, authorization.indexOf(',')).split("\\.");
        JsonNode claims = new ObjectMapper().readTree(PushKeys.bytes(token[1]));
        assertThat(claims.get("aud").asText()).isEqualTo(server.address());
        assertThat(claims.get("sub").asText()).isEqualTo("mailto:ops@example.com");
        assertThat(claims.get("exp").asLong()).isBetween(Instant.now().getEpochSecond(),
                Instant.now().getEpochSecond() + 86_400);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(PushKeys.publicKey(PushKeys.bytes(settings.get("publicKey"))));
        signature.update((token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(PushKeys.bytes(token[2]))).isTrue();
    }

    /** As a browser does it (RFC 8291, section 3.4). */
    private byte[] decrypted(byte[] body) throws Exception {
        byte[] salt = Arrays.copyOf(body, 16);
        assertThat(ByteBuffer.wrap(body).getInt(16)).isEqualTo(4096);
        byte[] sender = Arrays.copyOfRange(body, 21, 21 + body[20]);
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(browser.getPrivate());
        agreement.doPhase(PushKeys.publicKey(sender), true);
        ByteBuffer info = ByteBuffer.allocate(14 + 65 + 65 + 1).put("WebPush: info\0".getBytes(StandardCharsets.US_ASCII))
                .put(PushKeys.bytes((ECPublicKey) browser.getPublic())).put(sender).put((byte) 1);
        byte[] secret = Keys.hmac(salt, Keys.hmac(Keys.hmac(auth, agreement.generateSecret()), info.array()));
        byte[] key = Keys.hmac(secret, "Content-Encoding: aes128gcm\0\1".getBytes(StandardCharsets.US_ASCII));
        byte[] nonce = Keys.hmac(secret, "Content-Encoding: nonce\0\1".getBytes(StandardCharsets.US_ASCII));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, 0, 16, "AES"), new GCMParameterSpec(128, nonce, 0, 12));
        byte[] open = cipher.doFinal(body, 21 + body[20], body.length - 21 - body[20]);
        assertThat(open[open.length - 1]).isEqualTo((byte) 2);
        return Arrays.copyOf(open, open.length - 1);
    }

    @Test
    void aMessageGoesToAllBrowsersOfItsLeadAndOneThatTookItIsEnough() {
        assertThat(send(push, text("Hello", device("/push/1"), device("/push/gone")))).singleElement()
                .isInstanceOf(SendResult.Accepted.class);

        assertThat(server.requests()).hasSize(2);
        assertThat(events).containsExactly(new PushDeviceGone(server.address() + "/push/gone"));
    }

    @Test
    void aLeadWhoseBrowsersAreAllGoneIsRefused() {
        assertThat(send(push, text("Hello", device("/push/gone")), text("Hello"))).allMatch(
                SendResult.Refused.class::isInstance);
    }

    @Test
    void whatMayHaveArrivedWeighsMoreThanWhatHasNot() {
        server.fault(Fault.DROP, 2);
        server.fault(Fault.RATE, 3);
        server.fault(Fault.CUT, 1);

        assertThat(send(push, text("Hello", device("/push/1")))).singleElement().isInstanceOf(SendResult.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://127.0.0.1/x", "https://10.1.2.3/x", "http://93.184.216.34/x",
        "https://169.254.169.254/latest", "https://[::1]/x", "https://100.64.0.1/x", "https://[fd00::1]/x",
        "https://0.0.0.0/x", "https://[64:ff9b::7f00:1]/x"})
    void nothingIsPostedIntoAPrivateNetwork(String endpoint) {
        PushDevice device = new PushDevice(endpoint, PushKeys.base64(PushKeys.bytes((ECPublicKey) browser.getPublic())),
                PushKeys.base64(auth));

        assertThat(send(push, text("Hello", device))).singleElement().isInstanceOf(SendResult.Refused.class);
        assertThat(events).containsExactly(new PushDeviceGone(endpoint));
    }

    @Test
    void aServiceWhoseAnswerHasNoEndTookTheMessage() throws Exception {
        server.close();
        try (ServerSocket endless = new ServerSocket(URI.create(settings.get("allowedOrigin")).getPort(), 1,
                InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                try (Socket socket = endless.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 201 Created\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    while (true) {
                        socket.getOutputStream().write(new byte[10_000]);
                    }
                } catch (IOException hungUp) {
                    // as it should
                }
            }, "endless");
            thread.setDaemon(true);
            thread.start();

            assertThat(send(push, text("Hello", device("/push/1")))).singleElement()
                    .isInstanceOf(SendResult.Accepted.class);
        }
    }

    @Test
    void aBrowsersKeyBesideTheCurveIsNoKey() {
        PushDevice forged = new PushDevice(server.address() + "/push/1",
                PushKeys.base64(ByteBuffer.allocate(65).put((byte) 4).put((byte) 7).array()), PushKeys.base64(auth));

        assertThat(send(push, text("Hello", forged))).singleElement().isInstanceOf(SendResult.Refused.class);
        assertThat(server.requests()).isEmpty();
    }
}
