package dev.cadenza.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message of a channel that carries text: SMS, WhatsApp, Messenger, Instagram, web push.
 *
 * @param to a phone number as E.164, the person's id at Messenger or Instagram, or for web push the lead's id
 * @param title of a notification; null where the channel knows none
 * @param template goes in place of the text where the channel's window is closed; null for none
 * @param lastInboundAt when the person last wrote to us over this channel; null where never, or where it does not matter
 * @param devices where a notification is to appear; empty for other channels
 */
public record OutgoingText(
        UUID id,
        ChannelType channel,
        String to,
        @Nullable String title,
        String text,
        @Nullable ContentTemplate template,
        @Nullable Instant lastInboundAt,
        List<PushDevice> devices) implements OutgoingMessage {

    /** How long after a person's message free text may go to them. */
    public static final Duration WINDOW = Duration.ofHours(24);

    public OutgoingText {
        devices = List.copyOf(devices);
    }

    public OutgoingText(UUID id, ChannelType channel, String to, String text) {
        this(id, channel, to, null, text, null, null, List.of());
    }

    public OutgoingText withText(String other) {
        return new OutgoingText(id, channel, to, title, other, template, lastInboundAt, devices);
    }

    /** Whether free text may go at {@code now}. */
    public boolean windowOpen(Instant now) {
        return !channel.windowed() || lastInboundAt != null && now.isBefore(lastInboundAt.plus(WINDOW));
    }
}
