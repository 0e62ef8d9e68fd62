package dev.cadenza.message;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Messages of one claim that are fenced in one transaction and handed over together.
 *
 * @param contents by draft
 */
record Group(Claim claim, List<ClaimedMessage> messages, Map<UUID, MessageContents.Content> contents) {

    Group {
        messages = List.copyOf(messages);
    }
}
