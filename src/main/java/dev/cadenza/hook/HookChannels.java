package dev.cadenza.hook;

import dev.cadenza.channel.ChannelConfig;
import dev.cadenza.channel.ChannelConfigs;
import dev.cadenza.channel.ChannelType;
import java.util.List;
import java.util.Optional;
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

    /**
     * The channel of an account that an app at Meta posts for. An app has one address for all of its pages; the event
     * belongs to the channel of its page, if the same app stands behind that one.
     *
     * @param posted the channel of the address
     * @param object {@code page} or {@code instagram}
     * @param account id of the page or account
     */
    UUID ofAccount(ChannelConfig posted, String object, String account) {
        ChannelType type = object.equals("instagram") ? ChannelType.INSTAGRAM : ChannelType.MESSENGER;
        String app = secret(posted, MetaHookController.APP_SECRET);
        List<ChannelConfig> siblings = channels.active(type).stream()
                .filter(other -> other.provider().equals(MetaHookController.PROVIDER)
                        && other.credentials().get(MetaHookController.APP_SECRET).filter(app::equals).isPresent())
                .toList();
        return siblings.stream().filter(other -> other.setting("pageId").filter(account::equals).isPresent())
                .findFirst()
                .or(() -> posted.channel() == type ? Optional.of(posted) : siblings.stream().findFirst())
                .orElse(posted).id();
    }

    /** @throws HookRefused where the channel lacks what a signature is checked with: nothing unproven is taken */
    static String secret(ChannelConfig channel, String name) {
        return channel.credentials().get(name).or(() -> channel.setting(name)).filter(value -> !value.isBlank())
                .orElseThrow(HookRefused::signature);
    }
}
