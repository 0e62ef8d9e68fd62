package dev.cadenza.channel;

import java.time.Clock;
import java.util.List;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Mail over SMTP (RFC 5321) to the configured server, or to the embedded one. Connections are kept open between groups
 * and shared by the workers; a group uses one at a time.
 */
@Component
public class SmtpProvider implements Carrier {

    private final SmtpPool pool;
    private final boolean pipelining;
    private final Clock clock;

    /** @throws IllegalStateException where mail has nowhere to go */
    @Autowired
    SmtpProvider(MailProperties mail, ObjectProvider<EmbeddedMailServer> embedded, Clock clock) {
        this(connector(mail, embedded.getIfAvailable(), (SSLSocketFactory) SSLSocketFactory.getDefault()),
                mail.smtp(), clock);
    }

    SmtpProvider(SmtpConnector connector, MailProperties.Smtp settings, Clock clock) {
        this.pool = new SmtpPool(connector, settings.idleTimeout(), settings.readTimeout());
        this.pipelining = settings.pipelining();
        this.clock = clock;
    }

    private static SmtpConnector connector(MailProperties mail, @Nullable EmbeddedMailServer embedded,
            SSLSocketFactory tls) {
        MailProperties.Smtp settings = mail.smtp();
        String host = settings.host();
        if (host != null && settings.configured()) {
            return new SmtpConnector(host, settings.port(), settings, tls);
        }
        if (embedded == null) {
            throw new IllegalStateException("Mail has nowhere to go: set cadenza.mail.smtp.host, or leave the embedded"
                    + " server on (cadenza.mail.embedded=true).");
        }
        return new SmtpConnector(EmbeddedMailServer.HOST, embedded.smtpPort(), settings, tls);
    }

    @Override
    public String id() {
        return "smtp";
    }

    @Override
    public void send(List<OutgoingMessage> group, BiConsumer<OutgoingMessage, SendResult> outcome) {
        new SmtpRun(pool, pipelining, clock, group, outcome).run();
    }

    int idleConnections() {
        return pool.idleConnections();
    }

    @Override
    public void close() {
        pool.close();
    }
}
