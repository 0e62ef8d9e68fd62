package dev.cadenza.message;

import dev.cadenza.channel.OutgoingMail;
import dev.cadenza.channel.OutgoingText;
import java.util.UUID;

/** Adds what belongs to the transport of a campaign's message: tracking links, open pixel, unsubscribe headers. */
public interface MailDecorator {

    /** A pure function of its arguments: the same mail is decorated alike at every attempt. */
    OutgoingMail decorate(OutgoingMail mail, Context context);

    /** The same for the channels that carry text; by default it stays as it is. */
    default OutgoingText decorate(OutgoingText text, Context context) {
        return text;
    }

    /**
     * Gives a mail that a person wrote to a lead the addresses for answers and returns, and nothing else: it is one
     * between people. By default it stays as it is.
     */
    default OutgoingMail address(OutgoingMail mail) {
        return mail;
    }

    /** @param ownerId the campaign the mail belongs to */
    record Context(UUID messageId, UUID leadId, UUID ownerId, boolean trackOpens, boolean trackClicks) {
    }
}
