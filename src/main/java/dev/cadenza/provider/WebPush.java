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
import dev.cadenza.platform.OutsideAddress;
import dev.cadenza.platform.OutsideCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
        return new Notifications(config, settings, events, clock);
    }

    private static final class Notifications extends BlockingCarrier {

        private static final Logger LOG = LoggerFactory.getLogger(WebPush.class);
        private static final ObjectMapper JSON = new ObjectMapper();
        private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]+");
        private static final Duration TOKEN_LIFE = Duration.ofHours(12);
        private static final int AT_ONCE = 20;
        /** Push services say why in a sentence. */
        private static final int LONGEST_ANSWER = 10_000;

        private final Settings settings;
        private final ApplicationEventPublisher events;
        private final Clock clock;
        private final Set<String> allowed;

        Notifications(ChannelConfig config, Settings settings, ApplicationEventPublisher events, Clock clock) {
            super("webpush-" + config.id(), AT_ONCE);
            this.allowed = allowed(settings.allowedOrigin());
            this.settings = settings;
            this.events = events;
            this.clock = clock;
        }

        @Override
        public String id() {
            return "webpush";
        }

        private static Set<String> allowed(@Nullable URI origin) {
            return origin == null ? Set.of() : Set.of(origin.getHost() + ":" + (origin.getPort() >= 0 ? origin.getPort()
                    : "https".equalsIgnoreCase(origin.getScheme()) ? 443 : 80));
        }

        @Override
        public void send(List<OutgoingMessage> group, BiConsumer<OutgoingMessage, SendResult> outcome) {
            List<List<Future<SendResult>>> pending = group.stream().map(this::start).toList();
            for (int i = 0; i < group.size(); i++) {
                outcome.accept(group.get(i), combined(pending.get(i).stream().map(this::await).toList()));
            }
        }

        /** One call for each browser. */
        private List<Future<SendResult>> start(OutgoingMessage message) {
            if (!(message instanceof OutgoingText text)) {
                return List.of();
            }
            byte[] payload = payload(text);
            return text.devices().stream().map(device -> start(() -> post(text.id(), payload, device))).toList();
        }

        private SendResult post(UUID message, byte[] payload, PushDevice device) {
            if (payload.length > PushEncryption.MOST_BYTES) {
                return new SendResult.Refused("The text is longer than the " + PushEncryption.MOST_BYTES
                        + " bytes that push services take.", false);
            }
            OutsideAddress address;
            byte[] sealed;
            try {
                address = OutsideAddress.of(device.endpoint(), allowed, InetAddress::getAllByName);
                sealed = PushEncryption.encrypt(payload, device);
            } catch (OutsideAddress.NotOutside refused) {
                return refused.unknownHost() ? new SendResult.Deferred(String.valueOf(refused.getMessage()), Http.LATER)
                        : gone(device, "The push service's address can't be used: " + refused.getMessage());
            } catch (IllegalArgumentException unusable) {
                return gone(device, "The browser's subscription is none: " + unusable.getMessage());
            }
            String host = address.uri().getHost();
            try {
                return result(device, host, new OutsideCall(Http.DEFAULT_TIMEOUT, LONGEST_ANSWER).send("POST", address,
                        headers(message, address.uri()), sealed));
            } catch (IOException failure) {
                return Http.failed(failure, host);
            }
        }

        private Map<String, String> headers(UUID message, URI endpoint) {
            return Map.of("Content-Type", "application/octet-stream", "Content-Encoding", "aes128gcm",
                    "TTL", String.valueOf(settings.timeToLive().toSeconds()), "Urgency", "normal",
                    "Topic", topic(message),
                    "Authorization", "vapid t=" + token(endpoint) + ", k=" + settings.publicKey());
        }

        private SendResult result(PushDevice device, String host, OutsideCall.Answer answer) {
            if (answer.status() >= 200 && answer.status() < 300) {
                return new SendResult.Accepted(answer.headers().get("location"));
            }
            if (answer.status() == 404 || answer.status() == 410) {
                return gone(device, host + " says that the browser's subscription has ended.");
            }
            Map<String, List<String>> headers = new HashMap<>();
            answer.headers().forEach((name, value) -> headers.put(name, List.of(value)));
            return Http.refused(answer.status(), new String(answer.body(), StandardCharsets.UTF_8),
                    HttpHeaders.of(headers, (name, value) -> true), clock.instant());
        }

        private SendResult gone(PushDevice device, String reason) {
            try {
                events.publishEvent(new PushDeviceGone(device.endpoint()));
            } catch (RuntimeException unrecorded) {
                // The message's outcome is known nevertheless, and the next message finds the same.
                LOG.warn("A browser's subscription that has ended could not be removed", unrecorded);
            }
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

        private static String origin(URI address) {
            return address.getScheme() + "://" + address.getHost()
                    + (address.getPort() < 0 ? "" : ":" + address.getPort());
        }

        /** A signed statement of who we are, for this push service only (RFC 8292, section 2). */
        private String token(URI endpoint) {
            ObjectNode claims = JSON.createObjectNode();
            claims.put("aud", origin(endpoint));
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
