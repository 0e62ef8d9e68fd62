package dev.cadenza.inbox;

import org.jspecify.annotations.Nullable;

/**
 * What kind of mail it is.
 *
 * @param hard for a bounce: the address is gone for good. A full mailbox or a refusal by policy is not.
 * @param reason sentence for people; empty where the kind says all
 * @param recipient the address that a report is about
 * @param returnedId the Message-ID of the mail that a report is about
 */
record Verdict(Kind kind, boolean hard, String reason, @Nullable String recipient, @Nullable String returnedId) {

    Verdict {
        reason = MailText.storable(reason);
    }

    enum Kind {
        /** A person answered one of our messages. */
        REPLY,
        /** A machine answered for a person (RFC 3834). */
        AUTO_REPLY,
        /** A message came back, or is late (RFC 3464, and what older servers write). */
        BOUNCE,
        /** The recipient told its provider that it is spam (RFC 5965). */
        COMPLAINT,
        /** A mail to the address of List-Unsubscribe. */
        UNSUBSCRIBE,
        /** It was delivered, or displayed (RFC 8098). */
        RECEIPT,
        /** Anything else. */
        OTHER
    }

    static Verdict of(Kind kind, String reason) {
        return new Verdict(kind, false, reason, null, null);
    }
}
