package dev.cadenza.campaign;

import dev.cadenza.channel.ChannelConfig;
import dev.cadenza.channel.ChannelConfigs;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.message.SenderAccounts;
import dev.cadenza.problem.FieldError;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who sends a step: mails the campaign's sender account, everything else the channel that the step names, or the only
 * active one of its kind.
 */
@Component
class StepSenders {

    private final ChannelConfigs channels;
    private final SenderAccounts senders;

    StepSenders(ChannelConfigs channels, SenderAccounts senders) {
        this.channels = channels;
        this.senders = senders;
    }

    /** The sender account's id, which of a channel is the channel's own; empty where there is none, or several. */
    Optional<UUID> of(Campaign campaign, ChannelType channel, @Nullable UUID channelId) {
        if (channel == ChannelType.EMAIL) {
            return Optional.ofNullable(campaign.senderAccountId());
        }
        if (channelId != null) {
            return Optional.of(channelId);
        }
        List<ChannelConfig> active = channels.active(channel);
        return active.size() == 1 ? Optional.of(active.get(0).id()) : Optional.empty();
    }

    /** All that the campaign's steps need, those to fall back to included, in the order of the steps. */
    Set<UUID> all(Campaign campaign) {
        Set<UUID> all = new LinkedHashSet<>();
        for (CampaignStep step : campaign.steps()) {
            ChannelType channel = step.type().channel();
            if (channel != null) {
                of(campaign, channel, step.channelId()).ifPresent(all::add);
            }
            StepFallback fallback = step.fallback();
            if (fallback != null && fallback.type() != null) {
                of(campaign, fallback.type(), fallback.channelId()).ifPresent(all::add);
            }
        }
        return all;
    }

    /** Whether all of the campaign's messages are mails. */
    static boolean mailsAlone(Campaign campaign) {
        return campaign.steps().stream().allMatch(step -> step.type() == StepType.DELAY
                || step.type() == StepType.EMAIL && step.fallback() == null);
    }

    /** Whether any of the campaign's messages may be a mail. */
    static boolean mails(Campaign campaign) {
        return campaign.steps().stream().anyMatch(step -> step.type() == StepType.EMAIL
                || step.fallback() != null && step.fallback().type() == ChannelType.EMAIL);
    }

    /** What keeps a step from being sent over this channel; empty where nothing does, or the campaign has the fault. */
    Optional<FieldError> fault(ChannelType channel, @Nullable UUID channelId, String field) {
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
