package dev.cadenza.journey;

import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How workflows call webhooks.
 *
 * @param allowed {@code host:port} of receivers inside the own network that the administrator lets workflows call
 * @param timeout for one call
 * @param callsAtOnce by one node
 */
@ConfigurationProperties("cadenza.workflow-calls")
record WebhookSettings(@DefaultValue Set<String> allowed, @DefaultValue("PT10S") Duration timeout,
        @DefaultValue("16") int callsAtOnce) {

    WebhookSettings {
        allowed = allowed == null ? Set.of() : Set.copyOf(allowed);
    }
}
