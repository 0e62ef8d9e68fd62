package dev.cadenza.message;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether a restart would help this node: only where a thread has ended, never where the database is away. */
@Component("dispatcherThreadsHealthIndicator")
class DispatcherLiveness implements HealthIndicator {

    private final ObjectProvider<OutboxRunner> runner;

    DispatcherLiveness(ObjectProvider<OutboxRunner> runner) {
        this.runner = runner;
    }

    @Override
    public Health health() {
        OutboxRunner here = runner.getIfAvailable();
        return here != null && here.broken() ? Health.down().build() : Health.up().build();
    }
}
