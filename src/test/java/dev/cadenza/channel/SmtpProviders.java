package dev.cadenza.channel;

import java.time.Clock;
import javax.net.ssl.SSLSocketFactory;

/** SMTP providers outside of Spring, for benchmarks and tests of other modules. */
public final class SmtpProviders {

    private SmtpProviders() {
    }

    /** To a server on this machine. */
    public static Closeable to(int port) {
        MailProperties.Smtp settings = Settings.mail("smtp.host", "127.0.0.1", "smtp.port", port).smtp();
        return new Closeable(new SmtpProvider(new SmtpConnector("127.0.0.1", port, settings,
                (SSLSocketFactory) SSLSocketFactory.getDefault()), settings, Clock.systemUTC()));
    }

    public record Closeable(SmtpProvider provider) implements AutoCloseable {

        @Override
        public void close() {
            provider.close();
        }
    }
}
