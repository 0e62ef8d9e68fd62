package dev.cadenza.message;

import dev.cadenza.channel.OutgoingMail;
import java.util.UUID;

/** Adds what belongs to the transport of a campaign's mail: tracking links, open pixel, unsubscribe headers. */
public interface MailDecorator {

    /** A pure function of its arguments: the same mail is decorated alike at every attempt. */
    OutgoingMail decorate(OutgoingMail mail, Context context);

    /** @param ownerId the campaign the mail belongs to */
    record Context(UUID messageId, UUID leadId, UUID ownerId, boolean trackOpens, boolean trackClicks) {
    }
}
