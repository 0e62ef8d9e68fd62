package dev.cadenza.consent;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the double opt-in ({@code cadenza.opt-in.*}).
 *
 * @param valid how long its link can be followed
 */
@ConfigurationProperties("cadenza.opt-in")
record OptInSettings(@DefaultValue("7d") Duration valid) {
}
