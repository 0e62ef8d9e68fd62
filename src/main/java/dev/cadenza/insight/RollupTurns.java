package dev.cadenza.insight;

import dev.cadenza.platform.Background;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Adds numbers up on every node, one of them at a time. */
@Component
@Background
class RollupTurns {

    private final Rollups rollups;

    RollupTurns(Rollups rollups) {
        this.rollups = rollups;
    }

    @Scheduled(fixedDelay = 5000)
    void take() {
        rollups.run();
    }
}
