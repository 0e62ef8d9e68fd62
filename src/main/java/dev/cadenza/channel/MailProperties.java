package dev.cadenza.channel;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How mail leaves and comes in ({@code cadenza.mail.*}).
 *
 * @param embedded whether the mail server in this process runs; by default where no {@code smtp.host} is set
 * @param embeddedSmtpPort 0 for a free one
 * @param embeddedImapPort 0 for a free one
 * @param embeddedKeep how many mails the embedded server keeps, the newest, and as many again in the reply mailbox
 * @param domain the right-hand side of Message-IDs
 * @param replyAddress where answers come in; tagged as {@code local+tag@domain} for each message
 * @param smtp the server that takes our mail; without a host the embedded one
 * @param imap the mailbox of {@code replyAddress}; without a host the embedded one, or none where that is off
 */
@ConfigurationProperties("cadenza.mail")
public record MailProperties(
        @Nullable Boolean embedded,
        @DefaultValue("3025") int embeddedSmtpPort,
        @DefaultValue("3143") int embeddedImapPort,
        @DefaultValue("20000") int embeddedKeep,
        @DefaultValue("cadenza.test") String domain,
        @DefaultValue("replies@cadenza.test") String replyAddress,
        @DefaultValue Smtp smtp,
        @DefaultValue Imap imap) {

    /** Whether the mail server in this process runs. */
    public boolean embeddedServer() {
        return embedded == null ? !smtp.configured() : embedded;
    }

    /**
     * @param ssl TLS from the first byte (RFC 8314), usually port 465
     * @param startTls {@code REQUIRED} sends nothing without TLS; {@code OPTIONAL} uses it where it is offered
     * @param auth PLAIN or LOGIN with {@code username} and {@code password}; by default where a user name is set
     * @param pipelining uses RFC 2920 where the server offers it
     * @param heloName the name given in EHLO; by default the address literal of the connection
     * @param readTimeout how long any answer may take, the one to the content of a mail included
     * @param idleTimeout how long an unused connection is kept open
     */
    public record Smtp(
            @Nullable String host,
            @DefaultValue("25") int port,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue("OPTIONAL") StartTls startTls,
            @DefaultValue("false") boolean ssl,
            @Nullable Boolean auth,
            @DefaultValue("true") boolean pipelining,
            @Nullable String heloName,
            @DefaultValue("10s") Duration connectTimeout,
            @DefaultValue("60s") Duration readTimeout,
            @DefaultValue("30s") Duration idleTimeout) {

        boolean configured() {
            return host != null && !host.isBlank();
        }

        boolean authenticates() {
            return auth == null ? username != null && !username.isBlank() : auth;
        }
    }

    /** What to do about TLS after a connection in the clear. */
    public enum StartTls {
        OFF, OPTIONAL, REQUIRED
    }

    /**
     * @param user by default the reply address
     * @param pollInterval by default every second for the embedded server and every 30 s for others
     * @param lookBack of a mailbox that is read for the first time, mails that came in longer ago are passed over
     * @param maxSize bytes of a mail from which on only the first part of it is read
     * @param oauth logs in with an access token instead of the password
     * @param attempts how often a mail is offered to the listeners before it is set aside as failed
     */
    public record Imap(
            @Nullable String host,
            @DefaultValue("143") int port,
            @Nullable String user,
            @Nullable String password,
            @DefaultValue("false") boolean ssl,
            @DefaultValue("false") boolean startTls,
            @DefaultValue("INBOX") String folder,
            @Nullable Duration pollInterval,
            @DefaultValue("1d") Duration lookBack,
            @DefaultValue("26214400") int maxSize,
            @DefaultValue("5") int attempts,
            @DefaultValue("10s") Duration connectTimeout,
            @DefaultValue("30s") Duration readTimeout,
            @DefaultValue OAuth oauth) {

        boolean configured() {
            return host != null && !host.isBlank();
        }
    }

    /**
     * A login with XOAUTH2 in place of a password, as Microsoft 365 asks for.
     *
     * @param tokenUri where access tokens come from, such as
     *         {@code https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token}
     */
    public record OAuth(
            @Nullable URI tokenUri,
            @Nullable String clientId,
            @Nullable String clientSecret,
            @DefaultValue("https://outlook.office365.com/.default") String scope) {

        /** Empty where no token address is set. */
        Optional<AccessTokens> tokens(Clock clock) {
            return tokenUri == null || tokenUri.toString().isBlank() ? Optional.empty()
                    : Optional.of(new AccessTokens(tokenUri, String.valueOf(clientId), String.valueOf(clientSecret),
                            scope, clock));
        }

        @Override
        public String toString() {
            return "OAuth[" + tokenUri + ", " + clientId + "]";
        }
    }
}
