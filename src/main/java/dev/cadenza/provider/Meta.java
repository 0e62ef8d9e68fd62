package dev.cadenza.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.ChannelConfig;
import dev.cadenza.channel.ChannelProvider;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.InvalidSetting;
import dev.cadenza.channel.OutgoingMessage;
import dev.cadenza.channel.OutgoingText;
import dev.cadenza.channel.SendResult;
import dev.cadenza.channel.Setting;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Messenger and Instagram through Meta's Graph API: only to people who wrote to us within the last 24 hours. */
@Component
class Meta implements ChannelProvider<Meta.Settings> {

    private final Clock clock;

    Meta(Clock clock) {
        this.clock = clock;
    }

    record Settings(
            @Setting("Id of the Facebook page; for Instagram of the page that the account is linked to") String pageId,
            @Setting(value = "Access token of the page, one that does not end", secret = true) String pageToken,
            @Setting(value = "App secret (App settings, Basic); verifies webhooks", secret = true) String appSecret,
            @Setting(value = "A word of your own that Meta repeats when the webhook is set up", secret = true)
            String verifyToken,
            @Setting(value = "Version of the Graph API", defaultValue = "v26.0") String graphVersion,
            @Setting(value = "Address of the Graph API, for tests and for Instagram Login"
                    + " (https://graph.instagram.com)", address = true, defaultValue = "https://graph.facebook.com")
            URI baseUrl) {

        Settings {
            if (!pageId.matches("[0-9A-Za-z_]{1,40}")) {
                throw new InvalidSetting("pageId", "A page's id is a number.");
            }
            if (!graphVersion.matches("v\\d{1,3}\\.\\d{1,2}")) {
                throw new InvalidSetting("graphVersion", "A version is such as v26.0.");
            }
        }

        @Override
        public String toString() {
            return "Meta.Settings[" + pageId + "]";
        }
    }

    @Override
    public String id() {
        return "meta";
    }

    @Override
    public Set<ChannelType> channels() {
        return Set.of(ChannelType.MESSENGER, ChannelType.INSTAGRAM);
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Carrier open(ChannelConfig config, Settings settings) {
        return new Direct(settings, clock);
    }

    private static final class Direct extends HttpCarrier {

        private static final int INSTAGRAM_BYTES = 1000;
        private static final int MESSENGER_CHARACTERS = 2000;
        private static final Duration TOKEN_PAUSE = Duration.ofMinutes(5);
        private static final Set<Integer> RATE = Set.of(4, 17, 32, 613, 80_006);
        private static final int WINDOW_CLOSED = 2_018_278;
        private static final int NO_SUCH_PERSON = 2_018_001;

        private final Settings settings;
        private final URI address;

        Direct(Settings settings, Clock clock) {
            super(clock);
            this.settings = settings;
            this.address = URI.create(settings.baseUrl() + "/" + settings.graphVersion() + "/" + settings.pageId()
                    + "/messages");
        }

        @Override
        public String id() {
            return "meta";
        }

        @Override
        HttpRequest request(OutgoingMessage message) throws Unsendable {
            if (!(message instanceof OutgoingText text)) {
                throw new Unsendable("Messenger and Instagram take texts only.");
            }
            check(text);
            ObjectNode body = JSON.createObjectNode();
            body.putObject("recipient").put("id", text.to());
            body.put("messaging_type", "RESPONSE").putObject("message").put("text", text.text());
            try {
                return HttpRequest.newBuilder(address).timeout(Http.DEFAULT_TIMEOUT)
                        .header("Authorization", "Bearer " + settings.pageToken())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))).build();
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("A tree is always writable as JSON", impossible);
            }
        }

        private void check(OutgoingText text) throws Unsendable {
            if (!text.windowOpen(clock.instant())) {
                throw new Unsendable("The person's last message to us over " + text.channel().label()
                        + " is more than 24 hours ago, or there is none: nothing may go to them.");
            }
            if (text.channel() == ChannelType.INSTAGRAM
                    && text.text().getBytes(StandardCharsets.UTF_8).length > INSTAGRAM_BYTES) {
                throw new Unsendable("The text is longer than the " + INSTAGRAM_BYTES + " bytes that Instagram takes.");
            }
            if (text.text().length() > MESSENGER_CHARACTERS) {
                throw new Unsendable("The text is longer than the " + MESSENGER_CHARACTERS
                        + " characters that Messenger takes.");
            }
        }

        @Override
        SendResult result(OutgoingMessage message, HttpResponse<byte[]> response) {
            JsonNode answer = json(response);
            JsonNode error = answer.path("error");
            if (Http.succeeded(response) && error.isMissingNode()) {
                return new SendResult.Accepted(orNull(answer.path("message_id").asText()));
            }
            int code = error.path("code").asInt();
            int subcode = error.path("error_subcode").asInt();
            String words = code + (subcode == 0 ? "" : "/" + subcode) + " " + error.path("message").asText();
            String reason = response.statusCode() + " " + Http.sentence(words);
            if (response.statusCode() >= 500) {
                return new SendResult.Unknown(reason);
            }
            if (code == 190) {
                return new SendResult.Deferred(reason, TOKEN_PAUSE);
            }
            if (RATE.contains(code)) {
                return new SendResult.Deferred(reason,
                        Http.retryAfter(response.headers(), clock.instant()).orElse(TOKEN_PAUSE));
            }
            if (subcode == NO_SUCH_PERSON) {
                return new SendResult.Refused(reason, true);
            }
            if (code == 551 || code == 10 || subcode == WINDOW_CLOSED) {
                return new SendResult.Refused(reason, false);
            }
            return Http.refused(response.statusCode(), words, response.headers(), clock.instant());
        }
    }
}
