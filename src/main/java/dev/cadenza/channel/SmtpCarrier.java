package dev.cadenza.channel;

import java.time.Clock;
import java.util.List;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Mail over SMTP to a server other than the installation's own. */
public final class SmtpCarrier implements Carrier {

    private final String id;
    private final SmtpPool pool;
    private final boolean pipelining;
    private final Clock clock;

    /**
     * @param settings with a host
     * @param tokens for a login with XOAUTH2, in place of a password; null for a password or none
     */
    public SmtpCarrier(String id, MailProperties.Smtp settings, @Nullable AccessTokens tokens, Clock clock) {
        this.id = id;
        this.pool = new SmtpPool(new SmtpConnector(String.valueOf(settings.host()), settings.port(), settings,
                (SSLSocketFactory) SSLSocketFactory.getDefault(), tokens), settings.idleTimeout(), settings.readTimeout());
        this.pipelining = settings.pipelining();
        this.clock = clock;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void send(List<OutgoingMessage> group, BiConsumer<OutgoingMessage, SendResult> outcome) {
        new SmtpRun(pool, pipelining, clock, group, outcome).run();
    }

    @Override
    public void close() {
        pool.close();
    }
}
