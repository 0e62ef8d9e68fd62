package dev.cadenza.provider;

import dev.cadenza.channel.AccessTokens;
import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.ChannelConfig;
import dev.cadenza.channel.ChannelProvider;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.InvalidSetting;
import dev.cadenza.channel.MailProperties;
import dev.cadenza.channel.MimeMails;
import dev.cadenza.channel.OutgoingMail;
import dev.cadenza.channel.OutgoingMessage;
import dev.cadenza.channel.SendResult;
import dev.cadenza.channel.Setting;
import dev.cadenza.channel.SmtpCarrier;
import dev.cadenza.channel.StatusLookup;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Mail through a mailbox of Microsoft 365, by Graph or by SMTP, as an application with its own permissions. Graph gets
 * the whole mail as MIME, since its JSON form takes no List-Unsubscribe.
 */
@Component
class Microsoft365 implements ChannelProvider<Microsoft365.Settings> {

    private static final Duration SMTP_TIMEOUT = Duration.ofSeconds(60);

    private final Clock clock;

    Microsoft365(Clock clock) {
        this.clock = clock;
    }

    /** Which way mails go. */
    enum Mode { GRAPH, SMTP }

    record Settings(
            @Setting("Directory (tenant) id of the app registration") String tenantId,
            @Setting("Application (client) id") String clientId,
            @Setting(value = "Client secret of the app registration", secret = true) String clientSecret,
            @Setting("The mailbox that sends, such as sales@example.com") String mailbox,
            @Setting(value = "GRAPH (permission Mail.Send) or SMTP (permission SMTP.SendAsApp)",
                    defaultValue = "GRAPH") Mode mode,
            @Setting(value = "Address of Graph", address = true, defaultValue = "https://graph.microsoft.com")
            URI graphUrl,
            @Setting(value = "Address that gives access tokens", address = true,
                    defaultValue = "https://login.microsoftonline.com") URI loginUrl,
            @Setting(value = "SMTP server", address = true, defaultValue = "smtp.office365.com") String smtpHost,
            @Setting(value = "Its port", address = true, defaultValue = "587") int smtpPort) {

        Settings {
            if (!tenantId.matches("[A-Za-z0-9.-]+")) {
                throw new InvalidSetting("tenantId", "A tenant is an id or a domain.");
            }
            if (smtpPort < 1 || smtpPort > 65_535) {
                throw new InvalidSetting("smtpPort", "A port is from 1 to 65535.");
            }
            if (!mailbox.matches("[^\\s/?#@]+@[^\\s/?#@]+")) {
                throw new InvalidSetting("mailbox", "'" + mailbox + "' is not an e-mail address.");
            }
        }

        AccessTokens tokens(String scope, Clock clock) {
            return new AccessTokens(URI.create(loginUrl + "/" + tenantId + "/oauth2/v2.0/token"), clientId, clientSecret,
                    scope, clock);
        }

        @Override
        public String toString() {
            return "Microsoft365.Settings[" + mailbox + "]";
        }
    }

    @Override
    public String id() {
        return "microsoft365";
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
        if (settings.mode() == Mode.GRAPH) {
            return new Graph(settings, clock);
        }
        boolean local = settings.smtpHost().matches("localhost|127(\\.\\d{1,3}){3}");
        MailProperties.Smtp smtp = new MailProperties.Smtp(settings.smtpHost(), settings.smtpPort(), settings.mailbox(),
                null, local ? MailProperties.StartTls.OPTIONAL : MailProperties.StartTls.REQUIRED, false, true, true,
                null, Http.CONNECT_TIMEOUT, SMTP_TIMEOUT, Http.DEFAULT_TIMEOUT);
        return new SmtpCarrier("microsoft365", smtp,
                settings.tokens("https://outlook.office365.com/.default", clock), clock);
    }

    private static final class Graph extends HttpCarrier implements StatusLookup {

        /** What Exchange Online lets one application do with one mailbox at the same time. */
        private static final int AT_ONCE = 4;

        private final Settings settings;
        private final AccessTokens tokens;
        private final String user;

        Graph(Settings settings, Clock clock) {
            super(clock, AT_ONCE);
            this.settings = settings;
            this.tokens = settings.tokens("https://graph.microsoft.com/.default", clock);
            this.user = settings.graphUrl() + "/v1.0/users/" + encoded(settings.mailbox());
        }

        @Override
        public String id() {
            return "microsoft365";
        }

        @Override
        HttpRequest request(OutgoingMessage message) throws Unsendable, IOException {
            if (!(message instanceof OutgoingMail mail)) {
                throw new Unsendable("Microsoft 365 takes mails only.");
            }
            byte[] mime;
            try {
                mime = MimeMails.bytes(mail, clock.instant());
            } catch (IllegalArgumentException unsendable) {
                throw new Unsendable(String.valueOf(unsendable.getMessage()));
            }
            return authorized(user + "/sendMail").header("Content-Type", "text/plain")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Base64.getEncoder().encode(mime))).build();
        }

        private HttpRequest.Builder authorized(String address) throws IOException {
            return HttpRequest.newBuilder(URI.create(address)).timeout(Http.DEFAULT_TIMEOUT)
                    .header("Authorization", "Bearer " + tokens.get());
        }

        @Override
        SendResult result(OutgoingMessage message, HttpResponse<byte[]> response) {
            if (Http.succeeded(response)) {
                return new SendResult.Accepted(null);
            }
            if (response.statusCode() == 401) {
                tokens.forget();
            }
            var error = json(response).path("error");
            String code = error.path("code").asText();
            String words = (code + " " + error.path("message").asText()).strip();
            if (response.statusCode() == 400 && code.equals("ErrorInvalidRecipients")) {
                return new SendResult.Refused("400 " + Http.sentence(words), true);
            }
            return Http.refused(response.statusCode(), words.isEmpty() ? text(response) : words, response.headers(),
                    clock.instant());
        }

        /** In the Sent Items of the mailbox, by Message-ID; needs the permission Mail.ReadBasic.All. */
        @Override
        public Finding lookUp(OutgoingMessage message, Instant handedOverAt) {
            if (!(message instanceof OutgoingMail mail)) {
                return new Finding.Unclear("Microsoft 365 knows of mails only.");
            }
            String filter = "internetMessageId eq '" + mail.messageId().replace("'", "''") + "'";
            try {
                HttpResponse<byte[]> response = ask(authorized(user + "/mailFolders/sentitems/messages?$select=id&$filter="
                        .replace("$", "%24") + encoded(filter)).GET().build());
                if (!Http.succeeded(response)) {
                    return new Finding.Unclear("Graph answers " + response.statusCode() + ".");
                }
                String id = json(response).path("value").path(0).path("id").asText();
                return id.isEmpty() ? new Finding.NotFound() : new Finding.Taken(id, "sent");
            } catch (IOException failure) {
                return new Finding.Unclear("Graph did not say: " + Http.sentence(failure.getMessage()));
            }
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        }
    }
}
