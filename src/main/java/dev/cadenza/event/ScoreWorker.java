package dev.cadenza.event;

import dev.cadenza.platform.Background;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Lets scores fade as days go by. */
@Component
@Background
class ScoreWorker {

    private final ScorePass pass;

    ScoreWorker(ScorePass pass) {
        this.pass = pass;
    }

    @Scheduled(initialDelayString = "PT15S", fixedDelayString = "PT30S")
    void fade() {
        while (pass.turn()) {
            // until all are of today
        }
    }
}
