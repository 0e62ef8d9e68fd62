package dev.cadenza.channel;

import java.time.Instant;

/** Mails as RFC 5322 messages, for providers that take them whole. */
public final class MimeMails {

    private MimeMails() {
    }

    /** @throws IllegalArgumentException with a sentence for people where an address or a header can't be written */
    public static byte[] bytes(OutgoingMail mail, Instant date) {
        Bytes out = new Bytes(8192);
        try {
            MimeMail.write(mail, date, out);
        } catch (UnsendableMail unsendable) {
            throw new IllegalArgumentException(unsendable.getMessage(), unsendable);
        }
        return out.copy();
    }
}
