package dev.cadenza.provider;

import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.ChannelConfig;
import dev.cadenza.channel.ChannelProvider;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.InvalidSetting;
import dev.cadenza.channel.MailProperties;
import dev.cadenza.channel.Setting;
import dev.cadenza.channel.SmtpCarrier;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Mail over SMTP to a further server, beside the one of the installation's settings. */
@Component
class SmtpServer implements ChannelProvider<SmtpServer.Settings> {

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

    private final Clock clock;

    SmtpServer(Clock clock) {
        this.clock = clock;
    }

    record Settings(
            @Setting(value = "Host of the server", address = true) String host,
            @Setting(value = "Its port: 587, 465 (TLS from the first byte) or 25", address = true, defaultValue = "587")
            int port,
            @Setting("User name, where the server wants a login") @Nullable String username,
            @Setting(value = "Password", secret = true) @Nullable String password,
            @Setting(value = "REQUIRED, OPTIONAL or OFF", address = true, defaultValue = "REQUIRED")
            MailProperties.StartTls startTls) {

        Settings {
            if (port < 1 || port > 65_535) {
                throw new InvalidSetting("port", "A port is from 1 to 65535.");
            }
            if (host.matches(".*[\\s/@].*")) {
                throw new InvalidSetting("host", "'" + host + "' is not a host's name.");
            }
        }

        @Override
        public String toString() {
            return "SmtpServer.Settings[" + host + "]";
        }
    }

    @Override
    public String id() {
        return "smtp";
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
        return new SmtpCarrier("smtp", new MailProperties.Smtp(settings.host(), settings.port(), settings.username(),
                settings.password(), settings.startTls(), settings.port() == 465, null, true, null,
                Http.CONNECT_TIMEOUT, READ_TIMEOUT, Http.DEFAULT_TIMEOUT), null, clock);
    }
}
