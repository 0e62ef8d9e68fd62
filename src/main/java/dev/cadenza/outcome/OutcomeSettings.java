package dev.cadenza.outcome;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of what happens to messages of unknown outcome ({@code cadenza.outcomes.*}).
 *
 * @param patience how long a provider's word is waited for before a person is asked
 */
@ConfigurationProperties("cadenza.outcomes")
record OutcomeSettings(@DefaultValue("15m") Duration patience) {
}
