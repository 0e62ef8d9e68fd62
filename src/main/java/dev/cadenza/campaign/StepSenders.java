package dev.cadenza.campaign;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.message.ChannelSenders;
import dev.cadenza.problem.FieldError;
import java.util.LinkedHashSet;
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

    private final ChannelSenders channels;

    StepSenders(ChannelSenders channels) {
        this.channels = channels;
    }

    /** The sender account's id, which of a channel is the channel's own; empty where there is none, or several. */
    Optional<UUID> of(Campaign campaign, ChannelType channel, @Nullable UUID channelId) {
        return channels.of(campaign.senderAccountId(), channel, channelId);
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
        return channels.fault(channel, channelId, field);
    }
}
