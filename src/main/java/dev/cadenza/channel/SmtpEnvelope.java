package dev.cadenza.channel;

/**
 * What a server hears of a mail before its content.
 *
 * @param from empty for the null reverse-path, to which no bounce is sent
 * @param international the mail needs SMTPUTF8 (RFC 6531)
 */
record SmtpEnvelope(OutgoingMail mail, String from, String to, int size, boolean international) {

    /** Renders the mail into {@code content}. */
    static SmtpEnvelope prepare(OutgoingMail mail, java.time.Instant now, Bytes content) throws UnsendableMail {
        content.clear();
        MimeMail.write(mail, now, content);
        String from = mail.envelopeFrom().isEmpty() ? ""
                : MimeMail.sender(mail.envelopeFrom(), "envelope").text();
        String to = MimeMail.recipient(mail.to()).text();
        return new SmtpEnvelope(mail, from, to, content.size(), !ascii(from) || !ascii(content));
    }

    String mailCommand(SmtpConnection connection) {
        return "MAIL FROM:<" + from + ">"
                + (connection.offers("SIZE") ? " SIZE=" + size : "")
                + (international ? " BODY=8BITMIME SMTPUTF8" : "");
    }

    String rcptCommand() {
        return "RCPT TO:<" + to + ">";
    }

    private static boolean ascii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private static boolean ascii(Bytes content) {
        byte[] bytes = content.array();
        for (int i = 0; i < content.size(); i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
