package dev.cadenza.consent;

import dev.cadenza.channel.ChannelType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A question by mail whether a lead wants to be written to. Only who has the mailbox can answer it, by a signed link.
 *
 * @param channel what the consent is for; it is always asked by mail
 * @param processInstanceId of {@code processes/double-opt-in.bpmn}, to look at in Cockpit
 * @param messageId the mail that asks
 * @param evidence what is known about the answer
 */
record OptIn(UUID id, UUID leadId, ChannelType channel, String address, UUID senderAccountId, Status status,
        @Nullable String processInstanceId, @Nullable UUID messageId, @Nullable String askedBy, Instant askedAt,
        Instant expiresAt, @Nullable Instant confirmedAt, @Nullable String evidence) {

    enum Status {
        ASKED, CONFIRMED, EXPIRED
    }
}
