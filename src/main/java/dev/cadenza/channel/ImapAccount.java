package dev.cadenza.channel;

/**
 * Where answers are read.
 *
 * @param source names mailbox and server; what was read is remembered under it
 * @param mailbox the address that people write to
 */
record ImapAccount(String source, String mailbox, String host, int port, String user, String password,
        MailProperties.Imap settings, boolean embedded) {

    static ImapAccount of(MailProperties.Imap settings, String replyAddress) {
        String user = settings.user() == null || settings.user().isBlank() ? replyAddress : settings.user();
        String host = String.valueOf(settings.host());
        String source = user + "@" + host + ":" + settings.port() + "/" + settings.folder();
        return new ImapAccount(source, replyAddress, host, settings.port(), user, settings.password() == null ? "" : settings.password(), settings, false);
    }

    /** Two nodes with a server of their own each have two mailboxes, so the server's identity is part of the name. */
    static ImapAccount of(EmbeddedMailServer server, MailProperties.Imap settings, String replyAddress) {
        String mailbox = MailArchive.mailbox(replyAddress);
        return new ImapAccount("embedded-" + server.uidValidity() + "/" + mailbox, mailbox, EmbeddedMailServer.HOST,
                server.imapPort(), mailbox, "embedded", settings, true);
    }
}
