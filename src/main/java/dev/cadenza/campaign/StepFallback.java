package dev.cadenza.campaign;

import dev.cadenza.channel.ChannelType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a step's message goes for leads that have no address on its own channel.
 *
 * @param type the second channel; its text is the same
 * @param channelId the account to send through; null for the only active one, and for e-mail
 */
record StepFallback(@Nullable ChannelType type, @Nullable UUID channelId) {
}
