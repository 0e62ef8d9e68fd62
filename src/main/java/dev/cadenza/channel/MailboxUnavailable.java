package dev.cadenza.channel;

/** The mailbox's server can't be reached, or does not let us in. */
public class MailboxUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MailboxUnavailable(String source, Exception cause) {
        super("The mailbox " + source + " can't be read: " + SmtpConnector.reason(cause), cause);
    }
}
