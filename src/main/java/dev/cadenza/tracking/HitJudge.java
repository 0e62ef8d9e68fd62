package dev.cadenza.tracking;

import dev.cadenza.platform.Background;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Judges hits as they become due. */
@Component
@Background
class HitJudge {

    private final Hits hits;

    HitJudge(Hits hits) {
        this.hits = hits;
    }

    @Scheduled(fixedDelayString = "PT1S")
    void judge() {
        while (hits.judge() > 0) {
            // until none is due
        }
    }
}
