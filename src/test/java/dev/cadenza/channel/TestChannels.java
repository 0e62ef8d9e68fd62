package dev.cadenza.channel;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Channels as an administrator sets them up, without asking the provider whether it likes them. */
@Component
public class TestChannels {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final ChannelConfigs channels;

    TestChannels(ChannelConfigs channels) {
        this.channels = channels;
    }

    public UUID add(String provider, ChannelType channel, Map<String, String> settings,
            Map<String, String> credentials) {
        return channels.add(new ChannelContent(provider + " of a test " + COUNTER.incrementAndGet(), provider, channel,
                settings, credentials, new ChannelConfig.Limits(null, null), true)).id();
    }
}
