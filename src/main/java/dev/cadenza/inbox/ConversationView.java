package dev.cadenza.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.channel.ChannelType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as the API shows it.
 *
 * @param unread messages that came in since somebody read it
 * @param needsAnswer whether somebody waits for an answer
 * @param assignedTo e-mail address of the user who looks after it
 * @param address the lead's on this channel
 * @param ourAddress what they wrote to
 * @param channelId the account at the provider; null for the installation's own mail server
 * @param draft an answer that somebody is writing
 * @param channelMetadata what the channel tells about the lead there, such as the name
 * @param answering whether an answer may go now; only where one conversation is shown
 */
record ConversationView(UUID id, UUID leadId, @Nullable String leadName, @Nullable String leadEmail,
        @Nullable String leadPhone, @Nullable String leadCompany, ChannelType channel, Conversation.Status status,
        int unread, boolean needsAnswer, @Nullable String assignedTo, String address, @Nullable String ourAddress,
        @Nullable UUID channelId, @Nullable UUID senderAccountId, @Nullable String preview, @Nullable String draft,
        @Nullable JsonNode channelMetadata, Instant lastMessageAt, @Nullable Instant lastInboundAt,
        @Nullable Instant lastAnswerAt, Instant createdAt, @Nullable Instant closedAt, @Nullable String closedBy,
        @Nullable Answering answering) {

    /**
     * Whether an answer may go now.
     *
     * @param rule the channel's rule that forbids it, such as {@code window-closed}; null where it may go
     * @param sentence the same for people
     * @param windowEndsAt until when free text may go, on channels that know such a window
     * @param template whether a template of the provider's may go though free text may not
     * @param longestText most characters; for Instagram bytes
     */
    record Answering(boolean allowed, @Nullable String rule, @Nullable String sentence,
            @Nullable Instant windowEndsAt, boolean template, int longestText) {
    }

    ConversationView with(Answering rules) {
        return new ConversationView(id, leadId, leadName, leadEmail, leadPhone, leadCompany, channel, status, unread,
                needsAnswer, assignedTo, address, ourAddress, channelId, senderAccountId, preview, draft,
                channelMetadata, lastMessageAt, lastInboundAt, lastAnswerAt, createdAt, closedAt, closedBy, rules);
    }
}
