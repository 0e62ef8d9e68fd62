package dev.cadenza.source;

import dev.cadenza.platform.Background;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Applies what came in as it comes. */
@Component
@Background
class SourceWorker {

    private final SourceApplier applier;

    SourceWorker(SourceApplier applier) {
        this.applier = applier;
    }

    @Scheduled(fixedDelayString = "PT0.3S")
    void apply() {
        while (applier.applyDue() > 0) {
            // until none is due
        }
    }
}
