package dev.cadenza.hook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of webhooks ({@code cadenza.hooks.*}).
 *
 * @param signatureTolerance how far the time of a signature may be from ours
 * @param maxBody most bytes of a post with events
 * @param maxMail most bytes of a post with a mail and its attachments
 * @param batchSize most events that are applied in one transaction
 * @param keep how long applied events are kept; providers repeat events for up to a week
 */
@ConfigurationProperties("cadenza.hooks")
record HookSettings(
        @DefaultValue("10m") Duration signatureTolerance,
        @DefaultValue("5MB") DataSize maxBody,
        @DefaultValue("40MB") DataSize maxMail,
        @DefaultValue("2000") int batchSize,
        @DefaultValue("30d") Duration keep) {

    HookSettings {
        if (batchSize < 1) {
            throw new IllegalArgumentException("cadenza.hooks.batch-size is at least 1");
        }
    }
}
