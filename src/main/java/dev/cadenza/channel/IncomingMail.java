package dev.cadenza.channel;

import java.time.Instant;

/**
 * A mail as it came out of the mailbox. Published as an application event inside the transaction that moves the
 * mailbox's cursor, so a listener that keeps it in the same transaction loses none and keeps none twice.
 *
 * @param mailbox which mailbox, such as {@code sales@example.com}
 * @param uidValidity and {@code uid}: its stable place there (RFC 3501, section 2.3.1.1)
 * @param raw the whole RFC 5322 message
 */
public record IncomingMail(String mailbox, long uidValidity, long uid, byte[] raw, Instant receivedAt) {
}
