package dev.cadenza.message;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether this node sends. A thread that has ended can only be replaced by a restart; a lease that is not renewed means
 * that the database does not answer.
 */
@Component("dispatcherHealthIndicator")
class DispatcherHealth implements HealthIndicator {

    private final ObjectProvider<OutboxRunner> runner;

    DispatcherHealth(ObjectProvider<OutboxRunner> runner) {
        this.runner = runner;
    }

    @Override
    public Health health() {
        OutboxRunner here = runner.getIfAvailable();
        if (here == null || !here.sends()) {
            return Health.up().withDetail("dispatcher", "This node does not send.").build();
        }
        if (here.broken()) {
            return Health.down().withDetail("dispatcher", "A thread has ended; restart this node.").build();
        }
        return here.leaseKept() ? Health.up().build()
                : Health.outOfService().withDetail("dispatcher", "The lease of this node can't be renewed.").build();
    }
}
