package dev.cadenza.hook;

import dev.cadenza.channel.ChannelConfig;
import dev.cadenza.channel.ChannelConfigs;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The channels that webhooks are posted to, with the secrets that prove a post. */
@Component
class HookChannels {

    private final ChannelConfigs channels;

    HookChannels(ChannelConfigs channels) {
        this.channels = channels;
    }

    /**
     * The channel of a webhook's address. One that is switched off counts too: what it has sent still has an outcome.
     *
     * @throws HookRefused where there is none of this provider
     */
    ChannelConfig require(UUID id, String provider) {
        return channels.find(id).filter(channel -> channel.provider().equals(provider))
                .orElseThrow(HookRefused::unknown);
    }

    /** @throws HookRefused where the channel lacks what a signature is checked with: nothing unproven is taken */
    static String secret(ChannelConfig channel, String name) {
        return channel.credentials().get(name).or(() -> channel.setting(name)).filter(value -> !value.isBlank())
                .orElseThrow(HookRefused::signature);
    }
}
