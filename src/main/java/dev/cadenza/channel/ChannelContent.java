package dev.cadenza.channel;

import java.util.Map;

/**
 * What a person set on a channel, checked and complete.
 *
 * @param settings what is no secret
 * @param credentials in the clear
 */
record ChannelContent(String name, String provider, ChannelType channel, Map<String, String> settings,
        Map<String, String> credentials, ChannelConfig.Limits limits, boolean active) {

    @Override
    public String toString() {
        return "ChannelContent[" + name + ", " + provider + ", " + channel + "]";
    }
}
