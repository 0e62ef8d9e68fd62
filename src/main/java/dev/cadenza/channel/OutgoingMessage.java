package dev.cadenza.channel;

import java.util.UUID;

/** One message, ready to go: rendered, checked, and fenced. */
public sealed interface OutgoingMessage permits OutgoingMail, OutgoingText {

    /** The message's id in Cadenza; the same at every attempt. */
    UUID id();

    /** The recipient's address on the channel. */
    String to();
}
