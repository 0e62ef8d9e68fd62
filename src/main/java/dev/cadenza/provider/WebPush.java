package dev.cadenza.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.ChannelConfig;
import dev.cadenza.channel.ChannelProvider;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.InvalidSetting;
import dev.cadenza.channel.OutgoingMessage;
import dev.cadenza.channel.OutgoingText;
import dev.cadenza.channel.PushDevice;
import dev.cadenza.channel.PushDeviceGone;
import dev.cadenza.channel.SendResult;
import dev.cadenza.channel.Setting;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Notifications in browsers (RFC 8030), signed with the channel's own key (VAPID, RFC 8292). A message goes to all
 * browsers of its lead under one topic, so one that is tried again replaces what waits undelivered.
 */
@Component
class WebPush implements ChannelProvider<WebPush.Settings> {

    private final ApplicationEventPublisher events;
    private final Clock clock;

    WebPush(ApplicationEventPublisher events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    record Settings(
            @Setting("Whom push services may write to when something is wrong: mailto:you@example.com or a web page")
            String subject,
            @Setting("Public key (VAPID), made here where it is left out. Browsers that subscribed with another one get"
                    + " nothing") String publicKey,
            @Setting(value = "Private key (VAPID), made here where it is left out", secret = true) String privateKey,
            @Setting(value = "How long a push service keeps a notification for a browser that is off",
                    defaultValue = "PT24H") Duration timeToLive,
            @Setting(value = "A push service that is allowed although it is not on the internet, for tests",
                    address = true) @Nullable URI allowedOrigin) {

        Settings {
            if (!subject.matches("(mailto:[^\\s@]+@[^\\s@]+|https://\\S+)")) {
                throw new InvalidSetting("subject", "The subject is mailto: and an address, or begins with https://.");
            }
            if (timeToLive.isNegative() || timeToLive.compareTo(Duration.ofDays(28)) > 0) {
                throw new InvalidSetting("timeToLive", "Push services keep a notification for at most 28 days.");
            }
            try {
                PushKeys.publicKey(PushKeys.bytes(publicKey));
            } catch (IllegalArgumentException malformed) {
                throw new InvalidSetting("publicKey", "This is no public key: 65 bytes as base64url.");
            }
            try {
                PushKeys.privateKey(PushKeys.bytes(privateKey));
            } catch (IllegalArgumentException malformed) {
                throw new InvalidSetting("privateKey", "This is no private key: 32 bytes as base64url.");
            }
        }

        @Override
        public String toString() {
            return "WebPush.Settings[" + publicKey + "]";
        }
    }

    @Override
    public String id() {
        return "webpush";
    }

    @Override
    public Set<ChannelType> channels() {
        return Set.of(ChannelType.PUSH);
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public void complete(Map<String, String> given) {
        if (!given.containsKey("publicKey") && !given.containsKey("privateKey")) {
            KeyPair keys = PushKeys.fresh();
            given.put("publicKey", PushKeys.base64(PushKeys.bytes((ECPublicKey) keys.getPublic())));
            given.put("privateKey", PushKeys.base64(PushKeys.bytes((ECPrivateKey) keys.getPrivate())));
        }
    }

    @Override
    public Carrier open(ChannelConfig config, Settings settings) {
        return new Notifications(settings, events, clock);
    }

    private static final class Notifications implements Carrier {

        private static final ObjectMapper JSON = new ObjectMapper();
        private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]+");
        private static final Duration TOKEN_LIFE = Duration.ofHours(12);

        private final Settings settings;
        private final ApplicationEventPublisher events;
        private final Clock clock;
        private final HttpClient http = Http.client();

        Notifications(Settings settings, ApplicationEventPublisher events, Clock clock) {
            this.settings = settings;
            this.events = events;
            this.clock = clock;
        }

        @Override
        public String id() {
            return "webpush";
        }

        /** One browser's share of a message. @param result where it needs no answer */
        private record Attempt(PushDevice device, @Nullable CompletableFuture<HttpResponse<byte[]>> answer,
                @Nullable SendResult result) {
        }

        @Override
        public void send(List<OutgoingMessage> group, BiConsumer<OutgoingMessage, SendResult> outcome) {
            List<List<Attempt>> attempts = group.stream().map(this::start).toList();
            for (int i = 0; i < group.size(); i++) {
                outcome.accept(group.get(i), combined(attempts.get(i).stream().map(this::await).toList()));
            }
        }

        private List<Attempt> start(OutgoingMessage message) {
            if (!(message instanceof OutgoingText text)) {
                return List.of();
            }
            byte[] payload = payload(text);
            List<Attempt> attempts = new ArrayList<>();
            for (PushDevice device : text.devices()) {
                try {
                    attempts.add(payload.length > PushEncryption.MOST_BYTES
                            ? new Attempt(device, null, new SendResult.Refused("The text is longer than the "
                                    + PushEncryption.MOST_BYTES + " bytes that push services take.", false))
                            : start(text, payload, device));
                } catch (IllegalArgumentException unusable) {
                    attempts.add(new Attempt(device, null, gone(device, "The browser's subscription is none: "
                            + unusable.getMessage())));
                }
            }
            return attempts;
        }

        private Attempt start(OutgoingText text, byte[] payload, PushDevice device) {
            URI endpoint = URI.create(device.endpoint());
            String objection;
            try {
                objection = PushEndpoints.objection(endpoint, settings.allowedOrigin());
            } catch (UnknownHostException unknown) {
                return new Attempt(device, null, Http.failed(unknown, String.valueOf(endpoint.getHost())));
            }
            if (objection != null) {
                return new Attempt(device, null, gone(device, "The push service's address can't be used: " + objection));
            }
            HttpRequest request = HttpRequest.newBuilder(endpoint).timeout(Http.DEFAULT_TIMEOUT)
                    .header("Content-Type", "application/octet-stream")
                    .header("Content-Encoding", "aes128gcm")
                    .header("TTL", String.valueOf(settings.timeToLive().toSeconds()))
                    .header("Urgency", "normal")
                    .header("Topic", topic(text.id()))
                    .header("Authorization", "vapid t=" + token(endpoint) + ", k=" + settings.publicKey())
                    .POST(HttpRequest.BodyPublishers.ofByteArray(PushEncryption.encrypt(payload, device))).build();
            return new Attempt(device, http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                    .orTimeout(Http.DEFAULT_TIMEOUT.toMillis() + 5_000, TimeUnit.MILLISECONDS), null);
        }

        private SendResult await(Attempt attempt) {
            CompletableFuture<HttpResponse<byte[]>> answer = attempt.answer();
            if (answer == null) {
                return attempt.result() != null ? attempt.result() : new SendResult.Refused("Nothing was tried.", false);
            }
            String host = String.valueOf(URI.create(attempt.device().endpoint()).getHost());
            HttpResponse<byte[]> response;
            try {
                response = answer.join();
            } catch (CompletionException failure) {
                return Http.failed(failure, host);
            }
            if (Http.succeeded(response)) {
                return new SendResult.Accepted(response.headers().firstValue("Location").orElse(null));
            }
            if (response.statusCode() == 404 || response.statusCode() == 410) {
                return gone(attempt.device(), host + " says that the browser's subscription has ended.");
            }
            return Http.refused(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8),
                    response.headers(), clock.instant());
        }

        private SendResult gone(PushDevice device, String reason) {
            events.publishEvent(new PushDeviceGone(device.endpoint()));
            return new SendResult.Refused(reason, false);
        }

        /** One browser that took it is enough; else what may have arrived weighs more than what certainly has not. */
        private static SendResult combined(List<SendResult> results) {
            if (results.isEmpty()) {
                return new SendResult.Refused("The lead has no browser in which notifications are allowed.", false);
            }
            for (Class<? extends SendResult> first : List.of(SendResult.Accepted.class, SendResult.Unknown.class,
                    SendResult.Deferred.class)) {
                for (SendResult result : results) {
                    if (first.isInstance(result)) {
                        return result;
                    }
                }
            }
            return results.get(0);
        }

        /** What the service worker gets. The first link of the text is where a click leads. */
        private static byte[] payload(OutgoingText text) {
            ObjectNode payload = JSON.createObjectNode();
            payload.put("id", text.id().toString());
            String body = text.text().strip();
            Matcher link = LINK.matcher(body);
            if (link.find()) {
                payload.put("url", link.group());
                if (link.end() == body.length()) {
                    body = body.substring(0, link.start()).strip();
                }
            }
            if (text.title() != null && !text.title().isBlank()) {
                payload.put("title", text.title());
            }
            payload.put("body", body);
            try {
                return JSON.writeValueAsBytes(payload);
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("A tree is always writable as JSON", impossible);
            }
        }

        /** 32 characters at most (RFC 8030, section 5.4). */
        private static String topic(UUID id) {
            return PushKeys.base64(ByteBuffer.allocate(16).putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits()).array());
        }

        /** A signed statement of who we are, for this push service only (RFC 8292, section 2). */
        private String token(URI endpoint) {
            ObjectNode claims = JSON.createObjectNode();
            claims.put("aud", PushEndpoints.origin(endpoint));
            claims.put("exp", clock.instant().plus(TOKEN_LIFE).getEpochSecond());
            claims.put("sub", settings.subject());
            String content = PushKeys.base64("{\"typ\":\"JWT\",\"alg\":\"ES256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                    + PushKeys.base64(claims.toString().getBytes(StandardCharsets.UTF_8));
            try {
                Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
                signature.initSign(PushKeys.privateKey(PushKeys.bytes(settings.privateKey())));
                signature.update(content.getBytes(StandardCharsets.US_ASCII));
                return content + "." + PushKeys.base64(signature.sign());
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("Every Java platform signs with P-256", impossible);
            }
        }
    }
}
