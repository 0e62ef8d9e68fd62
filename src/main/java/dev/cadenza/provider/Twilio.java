package dev.cadenza.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageCreator;
import com.twilio.rest.api.v2010.account.MessageReader;
import com.twilio.type.PhoneNumber;
import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.ChannelConfig;
import dev.cadenza.channel.ChannelProvider;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.ContentTemplate;
import dev.cadenza.channel.InvalidSetting;
import dev.cadenza.channel.OutgoingMessage;
import dev.cadenza.channel.OutgoingText;
import dev.cadenza.channel.SendResult;
import dev.cadenza.channel.Setting;
import dev.cadenza.channel.SmsText;
import dev.cadenza.channel.StatusLookup;
import dev.cadenza.channel.WebhookUrls;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** SMS and WhatsApp through Twilio's Messages API, with its SDK and without the SDK's own repetitions. */
@Component
class Twilio implements ChannelProvider<Twilio.Settings> {

    private final WebhookUrls webhooks;
    private final Clock clock;

    Twilio(WebhookUrls webhooks, Clock clock) {
        this.webhooks = webhooks;
        this.clock = clock;
    }

    record Settings(
            @Setting("Account SID (console, Account Info), AC...") String accountSid,
            @Setting(value = "Auth token of the account; also verifies webhooks", secret = true) String authToken,
            @Setting("The number that messages come from, as +15551234567; for WhatsApp the sender's number")
            @Nullable String from,
            @Setting("Messaging service that picks the sender, MG...; in place of a number")
            @Nullable String messagingServiceSid,
            @Setting(value = "Address of the API, for tests and other regions, such as"
                    + " https://api.dublin.ie1.twilio.com", address = true,
                    defaultValue = "https://api.twilio.com") URI baseUrl,
            @Setting(value = "How long an answer of Twilio may take", defaultValue = "PT30S") Duration timeout) {

        Settings {
            if ((from == null) == (messagingServiceSid == null)) {
                throw new InvalidSetting("from", "Give either the number that messages come from, or a messaging"
                        + " service.");
            }
            if (!accountSid.matches("AC[0-9a-fA-F]{32}")) {
                throw new InvalidSetting("accountSid", "An account SID is AC and 32 hexadecimal digits.");
            }
            if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofMinutes(2)) > 0) {
                throw new InvalidSetting("timeout", "The time-out is from a moment to two minutes.");
            }
        }

        @Override
        public String toString() {
            return "Twilio.Settings[" + accountSid + "]";
        }
    }

    @Override
    public String id() {
        return "twilio";
    }

    @Override
    public Set<ChannelType> channels() {
        return Set.of(ChannelType.SMS, ChannelType.WHATSAPP);
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Carrier open(ChannelConfig config, Settings settings) {
        return new Texts(config, settings, webhooks, clock);
    }

    private static final class Texts extends BlockingCarrier implements StatusLookup {

        private static final int AT_ONCE = 20;
        private static final ObjectMapper JSON = new ObjectMapper();
        private static final String WHATSAPP = "whatsapp:";
        /** Invalid, not a mobile, not reachable by SMS, no such WhatsApp user. */
        private static final Set<Integer> NO_SUCH_ADDRESS = Set.of(21211, 21214, 21217, 21614, 63003, 63024);
        private static final int OPTED_OUT = 21610;
        /** How long after its hand-over a message may carry another date at Twilio. */
        private static final Duration SLACK = Duration.ofMinutes(2);
        private static final long MOST_LISTED = 200;

        private final ChannelConfig config;
        private final Settings settings;
        private final WebhookUrls webhooks;
        private final Clock clock;
        private final java.net.http.HttpClient http = Http.client();

        Texts(ChannelConfig config, Settings settings, WebhookUrls webhooks, Clock clock) {
            super("twilio-" + config.id(), AT_ONCE);
            this.config = config;
            this.settings = settings;
            this.webhooks = webhooks;
            this.clock = clock;
        }

        @Override
        public String id() {
            return "twilio";
        }

        @Override
        public void send(List<OutgoingMessage> group, BiConsumer<OutgoingMessage, SendResult> outcome) {
            List<Future<SendResult>> pending = group.stream().map(message -> start(() -> send(message))).toList();
            for (int i = 0; i < group.size(); i++) {
                outcome.accept(group.get(i), await(pending.get(i)));
            }
        }

        private SendResult send(OutgoingMessage message) {
            if (!(message instanceof OutgoingText text)) {
                return new SendResult.Refused("Twilio takes texts only.", false);
            }
            MessageCreator creator = creator(text);
            boolean template = text.template() != null && !(text.channel() == ChannelType.WHATSAPP
                    && text.windowOpen(clock.instant()) && !text.text().isBlank());
            if (template) {
                template(creator, text.template());
            } else if (!text.windowOpen(clock.instant())) {
                return new SendResult.Refused("The person's last WhatsApp message to us is more than 24 hours ago, or"
                        + " there is none: only an approved template may go, and the message has none.", false);
            } else if (text.channel() == ChannelType.SMS && text.text().length() > SmsText.MOST_CHARACTERS) {
                return new SendResult.Refused("The text has " + text.text().length() + " characters; an SMS has at most "
                        + SmsText.MOST_CHARACTERS + ".", false);
            } else {
                creator.setBody(text.text());
            }
            TwilioTransport transport = new TwilioTransport(http, settings);
            try {
                Message sent = creator.create(client(transport));
                return new SendResult.Accepted(sent.getSid());
            } catch (TwilioTransport.Failure failure) {
                return Http.failed(failure.getCause(), settings.baseUrl().getHost());
            } catch (ApiException refusal) {
                return refused(refusal, transport);
            } catch (RuntimeException unreadable) {
                return new SendResult.Unknown("Twilio's answer can't be read: " + Http.sentence(unreadable.toString()));
            }
        }

        private MessageCreator creator(OutgoingText text) {
            PhoneNumber to = new PhoneNumber(address(text.to()));
            MessageCreator creator = settings.messagingServiceSid() != null
                    ? new MessageCreator(settings.accountSid(), to, settings.messagingServiceSid(), (String) null)
                    : new MessageCreator(settings.accountSid(), to, new PhoneNumber(address(
                            String.valueOf(settings.from()))), (String) null);
            if (webhooks.reachable() || !settings.baseUrl().getHost().endsWith(".twilio.com")) {
                creator.setStatusCallback(URI.create(webhooks.status("twilio", config.id(), text.id())));
            }
            return creator;
        }

        private static void template(MessageCreator creator, @Nullable ContentTemplate template) {
            if (template == null) {
                return;
            }
            creator.setContentSid(template.sid());
            if (!template.variables().isEmpty()) {
                try {
                    creator.setContentVariables(JSON.writeValueAsString(new TreeMap<>(template.variables())));
                } catch (JsonProcessingException impossible) {
                    throw new IllegalStateException("A map of texts is always writable as JSON", impossible);
                }
            }
        }

        private String address(String number) {
            return config.channel() == ChannelType.WHATSAPP && !number.startsWith(WHATSAPP) ? WHATSAPP + number : number;
        }

        private TwilioRestClient client(TwilioTransport transport) {
            return new TwilioRestClient.Builder(settings.accountSid(), settings.authToken())
                    .accountSid(settings.accountSid()).httpClient(transport).build();
        }

        private SendResult refused(ApiException refusal, TwilioTransport transport) {
            int status = transport.status();
            if (status >= 200 && status < 300 || status == 0) {
                return new SendResult.Unknown("Twilio's answer can't be read: " + Http.sentence(refusal.getMessage()));
            }
            Integer code = refusal.getCode();
            String words = (code == null ? "" : code + " ") + refusal.getMessage();
            if (status < 500 && code != null && code == OPTED_OUT) {
                return new SendResult.Refused(status + " " + Http.sentence(words), SendResult.Cause.OPTED_OUT);
            }
            if (status < 500 && code != null && NO_SUCH_ADDRESS.contains(code)) {
                return new SendResult.Refused(status + " " + Http.sentence(words), true);
            }
            return Http.refused(status, words, transport.headers(), clock.instant());
        }

        @Override
        public Finding lookUp(OutgoingMessage message, Instant handedOverAt) {
            if (!(message instanceof OutgoingText text)) {
                return new Finding.Unclear("Twilio knows of texts only.");
            }
            Instant from = handedOverAt.minus(SLACK);
            Instant to = handedOverAt.plus(settings.timeout()).plus(SLACK);
            MessageReader reader = new MessageReader(settings.accountSid()).setTo(address(text.to()))
                    .setDateSentAfter(from.atZone(ZoneOffset.UTC)).setPageSize(MOST_LISTED);
            if (settings.from() != null) {
                reader.setFrom(address(settings.from()));
            }
            List<Message> fitting = new ArrayList<>();
            try {
                for (Message found : reader.firstPage(client(new TwilioTransport(http, settings))).getRecords()) {
                    Instant created = found.getDateCreated() == null ? handedOverAt
                            : found.getDateCreated().toInstant();
                    boolean same = text.template() != null || normal(text.text()).equals(normal(found.getBody()));
                    if (same && !created.isBefore(from) && !created.isAfter(to)) {
                        fitting.add(found);
                    }
                }
            } catch (RuntimeException failure) {
                return new Finding.Unclear("Twilio did not say: " + Http.sentence(failure.getMessage()));
            }
            if (fitting.isEmpty()) {
                return new Finding.NotFound();
            }
            if (fitting.size() > 1) {
                return new Finding.Unclear(fitting.size() + " messages at Twilio fit.");
            }
            Message found = fitting.get(0);
            return new Finding.Taken(found.getSid(), found.getStatus() == null ? null : found.getStatus().toString());
        }

        /** Twilio may trim a text and set line ends its own way. */
        private static String normal(@Nullable String text) {
            return text == null ? "" : text.replace("\r\n", "\n").strip();
        }
    }
}
