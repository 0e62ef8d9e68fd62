package dev.cadenza.message;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of sending ({@code cadenza.outbox.*}).
 *
 * @param workers threads of this node that hand messages over at the same time
 * @param channelWorkers threads of this node for each channel beside the installation's mail server
 * @param groupSize messages that a worker fences in one transaction and hands over together. {@code workers} times
 *         {@code groupSize} is the most that can stand as UNKNOWN after a crash of the node
 * @param claimSize most messages taken from a lane in one go
 * @param pollInterval pause between two looks at an empty queue
 * @param lease how long after its last sign of life a node counts as dead, and its messages are recovered
 * @param maxAttempts attempts after which a deferred message has failed. With the default pauses 30 take about a day
 * @param retryAfter pause after the first deferred attempt, doubled with each further one
 * @param maxRetryAfter longest pause between two attempts
 * @param holdTimeout how long a pause waits for a provider that works on a message
 * @param startHeld whether this start holds all sending until somebody releases it, for a database that was restored in
 *         a way which it can't tell by itself
 * @param trustFailover whether a standby that takes over has lost nothing, as a synchronous one; else sending is held
 *         when the database has moved to a new timeline
 */
@ConfigurationProperties("cadenza.outbox")
record OutboxSettings(
        @DefaultValue("6") int workers,
        @DefaultValue("3") int channelWorkers,
        @DefaultValue("10") int groupSize,
        @DefaultValue("500") int claimSize,
        @DefaultValue("200ms") Duration pollInterval,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("30") int maxAttempts,
        @DefaultValue("1m") Duration retryAfter,
        @DefaultValue("1h") Duration maxRetryAfter,
        @DefaultValue("2m") Duration holdTimeout,
        @DefaultValue("false") boolean startHeld,
        @DefaultValue("false") boolean trustFailover) {

    OutboxSettings {
        if (workers < 1 || channelWorkers < 1 || groupSize < 1 || claimSize < 1 || maxAttempts < 1) {
            throw new IllegalArgumentException(
                    "cadenza.outbox: workers, channel-workers, group-size, claim-size and max-attempts are at least 1");
        }
        if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("cadenza.outbox.lease is at least a second");
        }
    }

    /** The pause before the attempt after {@code attempts} deferred ones; at least what the provider asked for. */
    Duration pauseAfter(int attempts, Duration asked) {
        Duration own = retryAfter.multipliedBy(1L << Math.min(attempts - 1, 20));
        Duration capped = own.compareTo(maxRetryAfter) > 0 ? maxRetryAfter : own;
        return capped.compareTo(asked) > 0 ? capped : asked;
    }
}
