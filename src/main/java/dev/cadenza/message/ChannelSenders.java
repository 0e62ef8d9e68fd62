package dev.cadenza.message;

import dev.cadenza.channel.ChannelConfig;
import dev.cadenza.channel.ChannelConfigs;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.problem.FieldError;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who sends over a channel: mails an account of their own, everything else the channel that is named, or the only
 * active one of its kind.
 */
@Component
public class ChannelSenders {

    private final ChannelConfigs channels;
    private final SenderAccounts senders;

    ChannelSenders(ChannelConfigs channels, SenderAccounts senders) {
        this.channels = channels;
        this.senders = senders;
    }

    /**
     * The sender account's id, which of a channel is the channel's own; empty where there is none, or several.
     *
     * @param mails the account that sends mails
     * @param channelId the channel that is named; null for none
     */
    public Optional<UUID> of(@Nullable UUID mails, ChannelType channel, @Nullable UUID channelId) {
        if (channel == ChannelType.EMAIL) {
            return Optional.ofNullable(mails);
        }
        if (channelId != null) {
            return Optional.of(channelId);
        }
        List<ChannelConfig> active = channels.active(channel);
        return active.size() == 1 ? Optional.of(active.get(0).id()) : Optional.empty();
    }

    /** What keeps anything from being sent over this channel; empty where nothing does, and for mails. */
    public Optional<FieldError> fault(ChannelType channel, @Nullable UUID channelId, String field) {
        if (channel == ChannelType.EMAIL) {
            return Optional.empty();
        }
        if (channelId == null) {
            int active = channels.active(channel).size();
            return active == 1 ? Optional.empty() : Optional.of(FieldError.of(field,
                    active == 0 ? "no-channel" : "required", active == 0
                            ? "No channel for " + channel.label() + " is set up." : "Choose through which of the "
                            + active + " channels for " + channel.label() + " it goes."));
        }
        return senders.find(channelId).filter(sender -> sender.channel() == channel)
                .flatMap(sender -> channels.find(channelId)).filter(ChannelConfig::active).isPresent()
                ? Optional.empty() : Optional.of(FieldError.of(field, "channel-inactive",
                        "There is no active channel " + channelId + " for " + channel.label() + "."));
    }
}
