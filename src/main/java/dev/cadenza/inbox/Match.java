package dev.cadenza.inbox;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom a mail is from.
 *
 * @param answered null where only the lead is known
 * @param leadId null where a message without a lead is answered by somebody unknown
 */
record Match(By by, @Nullable Answered answered, @Nullable UUID leadId) {

    enum By {
        /** In-Reply-To, References, or the Message-ID of a returned mail. */
        MESSAGE_ID,
        /** The signed token of a plus-address. */
        ADDRESS,
        /** A guess: the sender's address and the subject of a message that the lead got lately. */
        SUBJECT,
        /** A guess: a report about an address that a message went to lately. */
        RECIPIENT,
        /** The sender's address alone: the lead is known, a message is not. */
        SENDER,
        /** A person said so. */
        PERSON;

        boolean uncertain() {
            return this == SUBJECT || this == RECIPIENT;
        }
    }
}
