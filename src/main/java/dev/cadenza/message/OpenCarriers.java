package dev.cadenza.message;

import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.ChannelConfig;
import dev.cadenza.channel.ChannelConfigs;
import dev.cadenza.channel.ChannelProviders;
import dev.cadenza.channel.OutgoingMessage;
import dev.cadenza.channel.SendResult;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps the carriers of channels open, each as its channel was last changed. Lanes without a channel of their own go to
 * the mail server of the installation's settings.
 */
@Component
class OpenCarriers implements Carriers {

    private static final Logger LOG = LoggerFactory.getLogger(OpenCarriers.class);
    private static final Duration LATER = Duration.ofMinutes(5);

    private final Carrier mailServer;
    private final ChannelConfigs channels;
    private final ChannelProviders providers;
    private final Map<UUID, Open> open = new ConcurrentHashMap<>();

    OpenCarriers(Carrier mailServer, ChannelConfigs channels, ChannelProviders providers) {
        this.mailServer = mailServer;
        this.channels = channels;
        this.providers = providers;
    }

    private record Open(int version, Carrier carrier) {
    }

    @Override
    public Carrier of(Lane lane) {
        Lane.Channel channel = lane.channel();
        return channel == null ? mailServer : of(channel.id(), channel.version());
    }

    /** @param version of the channel as the caller knows it; another one is opened anew */
    Carrier of(UUID channelId, int version) {
        Open current = open.get(channelId);
        if (current != null && current.version() >= version) {
            return current.carrier();
        }
        return open.compute(channelId, (id, before) -> before != null && before.version() >= version ? before
                : replaced(id, before)).carrier();
    }

    private Open replaced(UUID id, Open before) {
        Open fresh = opened(id);
        if (before != null) {
            before.carrier().close();
        }
        return fresh;
    }

    private Open opened(UUID id) {
        try {
            ChannelConfig config = channels.get(id);
            return new Open(config.version(), providers.open(config));
        } catch (RuntimeException failure) {
            LOG.error("Channel {} can't be opened: {}", id, failure.getMessage());
            // Not kept as the version it is: the next group tries to open it again.
            return new Open(-1, new Unopened(String.valueOf(failure.getMessage())));
        }
    }

    private record Unopened(String reason) implements Carrier {

        @Override
        public String id() {
            return "unopened";
        }

        @Override
        public void send(List<OutgoingMessage> group, BiConsumer<OutgoingMessage, SendResult> outcome) {
            group.forEach(message -> outcome.accept(message, new SendResult.Deferred(reason, LATER)));
        }
    }

    @PreDestroy
    void close() {
        open.values().forEach(entry -> entry.carrier().close());
    }
}
