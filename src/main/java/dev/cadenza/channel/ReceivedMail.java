package dev.cadenza.channel;

import java.time.Instant;

/**
 * A mail that the embedded server took.
 *
 * @param id ascending in the order of arrival; also its UID in IMAP
 * @param mailbox the address whose mailbox it lies in: the recipient without its plus-tag, in lower case
 * @param recipient the recipient as the sender gave it
 * @param from the From header as it stands, decoded
 * @param size bytes
 */
public record ReceivedMail(long id, String mailbox, String recipient, String from, String subject,
        Instant receivedAt, long size) {
}
