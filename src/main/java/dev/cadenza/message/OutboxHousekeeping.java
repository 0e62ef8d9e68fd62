package dev.cadenza.message;

import dev.cadenza.platform.Background;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What runs beside sending on every node. */
@Component
@Background
class OutboxHousekeeping {

    private final ObjectProvider<Dispatcher> dispatchers;
    private final SentRollUp rollUp;
    private final Gate gate;

    OutboxHousekeeping(ObjectProvider<Dispatcher> dispatchers, SentRollUp rollUp, Gate gate) {
        this.dispatchers = dispatchers;
        this.rollUp = rollUp;
        this.gate = gate;
    }

    @Scheduled(fixedDelay = 3000)
    void recover() {
        dispatchers.ifAvailable(Dispatcher::recover);
    }

    @Scheduled(fixedDelay = 3000)
    void rollUp() {
        rollUp.run();
    }

    /** A standby may take over, or the database be replaced, under a node that runs. */
    @Scheduled(fixedDelay = 10_000)
    void look() {
        gate.look();
    }
}
