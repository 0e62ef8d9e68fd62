package dev.cadenza.identity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a sign-in goes on ({@code cadenza.sessions.*}).
 *
 * @param idle a session that is not refreshed for so long is over
 * @param longest and so is one that began so long ago
 * @param grace for so long after a rotation the token before it still gets the new one: for two tabs that refresh at the
 *     same moment, and for an answer that got lost
 */
@ConfigurationProperties("cadenza.sessions")
record SessionSettings(@DefaultValue("14d") Duration idle, @DefaultValue("90d") Duration longest,
        @DefaultValue("10s") Duration grace) {
}
