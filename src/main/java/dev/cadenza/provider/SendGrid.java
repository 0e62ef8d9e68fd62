package dev.cadenza.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.channel.ChannelConfig;
import dev.cadenza.channel.ChannelProvider;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.InvalidSetting;
import dev.cadenza.channel.OutgoingMail;
import dev.cadenza.channel.OutgoingMessage;
import dev.cadenza.channel.SendResult;
import dev.cadenza.channel.Setting;
import dev.cadenza.channel.WebhookUrls;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Mail through Twilio SendGrid's v3 API, one recipient a request: a lost answer then leaves one message unknown and not
 * a thousand.
 */
@Component
class SendGrid implements ChannelProvider<SendGrid.Settings> {

    private final Clock clock;

    SendGrid(Clock clock) {
        this.clock = clock;
    }

    /** Where the account's data is. */
    enum Region { GLOBAL, EU }

    record Settings(
            @Setting(value = "API key with the permission Mail Send (Settings, API Keys)", secret = true) String apiKey,
            @Setting(value = "GLOBAL, or EU for a regional subuser", defaultValue = "GLOBAL") Region region,
            @Setting("Verification key of the signed event webhook (Settings, Mail Settings, Event Webhooks)")
            @Nullable String webhookPublicKey,
            @Setting(value = "A long random word of your own, the end of the address that Inbound Parse posts to",
                    secret = true) @Nullable String inboundSecret,
            @Setting(value = "Whether SendGrid only checks mails and delivers none", defaultValue = "false")
            boolean sandbox,
            @Setting(value = "Address of the API, for tests", address = true) @Nullable URI baseUrl) {

        Settings {
            if (inboundSecret != null && !inboundSecret.matches("[A-Za-z0-9_-]{8,100}")) {
                throw new InvalidSetting("inboundSecret", "The secret has 8 to 100 letters, digits, - and _.");
            }
        }

        URI base() {
            return baseUrl != null ? baseUrl
                    : URI.create(region == Region.EU ? "https://api.eu.sendgrid.com" : "https://api.sendgrid.com");
        }

        @Override
        public String toString() {
            return "SendGrid.Settings[" + region + "]";
        }
    }

    @Override
    public String id() {
        return "sendgrid";
    }

    @Override
    public Set<ChannelType> channels() {
        return Set.of(ChannelType.EMAIL);
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Carrier open(ChannelConfig config, Settings settings) {
        return new Mails(settings, clock);
    }

    private static final class Mails extends HttpCarrier {

        private final Settings settings;
        private final URI address;

        Mails(Settings settings, Clock clock) {
            super(clock);
            this.settings = settings;
            this.address = URI.create(settings.base() + "/v3/mail/send");
        }

        @Override
        public String id() {
            return "sendgrid";
        }

        @Override
        HttpRequest request(OutgoingMessage message) throws Unsendable {
            if (!(message instanceof OutgoingMail mail)) {
                throw new Unsendable("SendGrid takes mails only.");
            }
            try {
                return HttpRequest.newBuilder(address).timeout(Http.DEFAULT_TIMEOUT)
                        .header("Authorization", "Bearer " + settings.apiKey())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body(mail)))).build();
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("A tree is always writable as JSON", impossible);
            }
        }

        private ObjectNode body(OutgoingMail mail) {
            ObjectNode body = JSON.createObjectNode();
            ObjectNode personal = body.putArray("personalizations").addObject();
            address(personal.putArray("to").addObject(), mail.to(), mail.toName());
            // No address and no name in here: SendGrid keeps custom arguments outside of what it deletes for privacy.
            personal.putObject("custom_args").put(WebhookUrls.MESSAGE_ARGUMENT, mail.id().toString());
            address(body.putObject("from"), mail.fromAddress(), mail.fromName());
            if (mail.replyTo() != null) {
                address(body.putObject("reply_to"), mail.replyTo(), null);
            }
            body.put("subject", mail.subject());
            ArrayNode content = body.putArray("content");
            content.addObject().put("type", "text/plain").put("value", mail.text().isEmpty() ? " " : mail.text());
            if (mail.html() != null) {
                content.addObject().put("type", "text/html").put("value", mail.html());
            }
            ObjectNode headers = body.putObject("headers");
            new TreeMap<>(mail.headers()).forEach(headers::put);
            headers.put("Message-ID", mail.messageId());
            if (mail.inReplyTo() != null) {
                headers.put("In-Reply-To", mail.inReplyTo()).put("References", mail.inReplyTo());
            }
            // Links and openings are tracked by Cadenza, and unsubscribing is in the mail already.
            ObjectNode tracking = body.putObject("tracking_settings");
            tracking.putObject("click_tracking").put("enable", false).put("enable_text", false);
            tracking.putObject("open_tracking").put("enable", false);
            tracking.putObject("subscription_tracking").put("enable", false);
            if (settings.sandbox()) {
                body.putObject("mail_settings").putObject("sandbox_mode").put("enable", true);
            }
            return body;
        }

        private static void address(ObjectNode into, String email, @Nullable String name) {
            into.put("email", email);
            if (name != null && !name.isBlank()) {
                into.put("name", name);
            }
        }

        @Override
        SendResult result(OutgoingMessage message, HttpResponse<byte[]> response) {
            if (Http.succeeded(response)) {
                return new SendResult.Accepted(response.headers().firstValue("X-Message-Id").orElse(null));
            }
            String words = StreamSupport.stream(json(response).path("errors").spliterator(), false)
                    .map(error -> (error.path("field").asText("").isEmpty() || error.path("field").isNull() ? ""
                            : error.path("field").asText() + ": ") + error.path("message").asText())
                    .collect(Collectors.joining("; "));
            boolean recipient = response.statusCode() == 400
                    && words.matches("(?i).*personalizations\\.\\d+\\.to\\.\\d+\\.email.*");
            return recipient ? new SendResult.Refused(response.statusCode() + " " + Http.sentence(words), true)
                    : Http.refused(response.statusCode(), words.isEmpty() ? text(response) : words,
                            response.headers(), clock.instant());
        }
    }
}
