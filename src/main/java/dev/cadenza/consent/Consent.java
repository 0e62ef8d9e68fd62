package dev.cadenza.consent;

import dev.cadenza.channel.ChannelType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the ledger: somebody agreed to a channel, or took that back. GDPR, article 7, wants it to be shown.
 *
 * @param evidence how that is known, for people: the form, the page, the mail
 * @param recordedBy the user who wrote it down; null where the application did
 * @param at when the person said so
 */
record Consent(UUID id, UUID leadId, ChannelType channel, Status status, Source source, @Nullable String evidence,
        @Nullable String recordedBy, Instant at, Instant recordedAt) {

    enum Status {
        GRANTED, WITHDRAWN
    }

    /** Where an entry comes from. */
    enum Source {
        API,
        IMPORT,
        DOUBLE_OPT_IN,
        /** A link in a mail, an answer that says so, or a STOP. */
        UNSUBSCRIBE,
        COMPLAINT
    }
}
