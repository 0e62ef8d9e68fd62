package dev.cadenza.campaign;

import dev.cadenza.channel.ChannelType;
import org.jspecify.annotations.Nullable;

/** What a campaign step does: sends over a channel, or waits. */
public enum StepType {
    EMAIL, SMS, WHATSAPP, MESSENGER, INSTAGRAM, PUSH, DELAY;

    /** The channel that it sends over; null where it waits. */
    @Nullable ChannelType channel() {
        return this == DELAY ? null : ChannelType.valueOf(name());
    }
}
