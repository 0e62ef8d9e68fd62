package dev.cadenza.message;

import dev.cadenza.channel.OutgoingMail;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Messages of one claim that are fenced in one transaction and handed over together.
 *
 * @param mails what each message becomes, where it can be composed
 */
record Group(Claim claim, List<ClaimedMessage> messages, Map<UUID, OutgoingMail> mails) {
}
