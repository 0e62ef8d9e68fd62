package dev.cadenza.message;

import java.util.List;

/**
 * Messages of one claim that are fenced in one transaction and handed over together.
 *
 * @param material what they are made of
 */
record Group(Claim claim, List<ClaimedMessage> messages, Composer.Material material) {

    Group {
        messages = List.copyOf(messages);
    }
}
