package dev.cadenza.trigger;

import dev.cadenza.platform.Background;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks at the segments whose members change by the passing of time, or whose condition is another one now. */
@Component
@Background
class SegmentWatcher {

    private final SegmentDeltas segments;

    SegmentWatcher(SegmentDeltas segments) {
        this.segments = segments;
    }

    @Scheduled(initialDelayString = "PT20S", fixedDelayString = "PT20S")
    void look() {
        while (segments.lookAtWhole()) {
            // until none is left whose time it is
        }
    }
}
